public import RosterCore

extension JSONFileStore.Synchronization: ConfigurationScalar {
    /// Reads `always` or a duration.
    public init(configurationText text: String) throws(ConfigurationRefusal) {
        if text == "always" {
            self = .always
            return
        }
        guard let interval = try? Duration(configurationText: text), interval > .zero, interval <= .seconds(3600) else {
            throw ConfigurationRefusal("'always' or a duration of at most an hour, such as 1s")
        }
        self = .every(interval)
    }
}
