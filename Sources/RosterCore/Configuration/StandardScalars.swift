extension String: ConfigurationScalar {
    /// Takes the text as it is.
    public init(configurationText text: String) throws(ConfigurationRefusal) {
        self = text
    }
}

extension Int: ConfigurationScalar {
    /// Reads a decimal whole number.
    public init(configurationText text: String) throws(ConfigurationRefusal) {
        guard let value = Int(text) else { throw ConfigurationRefusal("a whole number") }
        // `010` is eight to YAML 1.1 and ten to YAML 1.2: nobody should have to know.
        guard text == String(value) else { throw ConfigurationRefusal("a whole number", suggestion: String(value)) }
        self = value
    }
}

extension Double: ConfigurationScalar {
    /// Reads a decimal number; infinities and hexadecimal digits are refused.
    public init(configurationText text: String) throws(ConfigurationRefusal) {
        guard text.utf8.allSatisfy("0123456789+-.eE".utf8.contains), let value = Double(text), value.isFinite else {
            throw ConfigurationRefusal("a number")
        }
        self = value
    }
}

extension Bool: ConfigurationScalar {
    /// Reads `true` or `false`; the other words of YAML 1.1 are refused with the right one suggested.
    public init(configurationText text: String) throws(ConfigurationRefusal) {
        switch text {
        case "true": self = true
        case "false": self = false
        default: throw ConfigurationRefusal("true or false", suggestion: Self.meaning(of: text.lowercased()))
        }
    }

    private static func meaning(of word: String) -> String? {
        switch word {
        case "yes", "on", "y", "1", "enabled": "true"
        case "no", "off", "n", "0", "disabled": "false"
        default: word.nearest(among: ["true", "false"])
        }
    }
}

extension ConfigurationScalar where Self: RawRepresentable & CaseIterable, RawValue == String {
    /// Reads a case by its raw value; a refusal lists the choices.
    public init(configurationText text: String) throws(ConfigurationRefusal) {
        guard let value = Self(rawValue: text) else {
            let choices = Self.allCases.map(\.rawValue)
            throw ConfigurationRefusal(
                "one of \(choices.joined(separator: ", "))", suggestion: text.nearest(among: choices))
        }
        self = value
    }
}
