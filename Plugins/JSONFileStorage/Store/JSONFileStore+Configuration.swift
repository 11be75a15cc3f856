public import JSONFileEngine
public import RosterCore

extension JSONFileStore {
    /// How often a store does something for its files.
    struct UpkeepInterval: ConfigurationScalar {
        /// A week.
        static let week = UpkeepInterval(duration: .seconds(7 * 86_400))

        /// The time between two times.
        let duration: Duration

        private init(duration: Duration) {
            self.duration = duration
        }

        /// Reads a duration.
        init(configurationText text: String) throws(ConfigurationRefusal) {
            guard let interval = try? Duration(configurationText: text),
                interval >= .seconds(1), interval <= .seconds(366 * 86_400)
            else { throw ConfigurationRefusal("a duration between 1s and 366d, such as 7d") }
            duration = interval
        }
    }
}

extension JSONFileStore {
    /// How far back the journal of a store reaches at least.
    struct HistoryLength: ConfigurationScalar {
        /// The time.
        let duration: Duration

        /// Reads a duration.
        init(configurationText text: String) throws(ConfigurationRefusal) {
            guard let length = try? Duration(configurationText: text),
                length >= .seconds(1), length <= .seconds(36_600 * 86_400)
            else { throw ConfigurationRefusal("a duration between 1s and 36600d, such as 7d") }
            duration = length
        }
    }
}

extension StoreSynchronization: ConfigurationScalar {
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
