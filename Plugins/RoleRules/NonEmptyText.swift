import RosterCore

/// A text that says something.
struct NonEmptyText: ConfigurationScalar {
    let text: String

    init(configurationText text: String) throws(ConfigurationRefusal) {
        guard text.contains(where: { !$0.isWhitespace }) else { throw ConfigurationRefusal("a text that is not empty") }
        self.text = text
    }
}
