extension String: ConfigurationScalar {
    /// Takes the text as it is.
    public init(configurationText text: String) throws(ConfigurationRefusal) {
        self = text
    }
}

extension Int: ConfigurationScalar {
    /// Reads a decimal whole number.
    public init(configurationText text: String) throws(ConfigurationRefusal) {
        guard let value = Int(text) else {
            throw ConfigurationRefusal(
                text.isWholeNumber ? "a whole number between \(Int.min) and \(Int.max)" : "a whole number")
        }
        // `010` is eight to YAML 1.1 and ten to YAML 1.2: nobody should have to know.
        guard text == String(value) else { throw ConfigurationRefusal("a whole number", suggestion: String(value)) }
        self = value
    }
}

/// A whole number of any length; what does not fit in an `Int` is the nearest that does, so that its reader can name the bounds.
struct WholeNumber: ConfigurationScalar {
    let value: Int

    init(configurationText text: String) throws(ConfigurationRefusal) {
        value =
            text.isWholeNumber && Int(text) == nil
            ? text.hasPrefix("-") ? .min : .max : try Int(configurationText: text)
    }
}

extension String {
    /// Whether there is nothing but digits, behind a sign at most.
    fileprivate var isWholeNumber: Bool {
        let digits = drop { "+-".contains($0) }
        return !digits.isEmpty && count - digits.count <= 1 && digits.allSatisfy { $0.isASCII && $0.isNumber }
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
