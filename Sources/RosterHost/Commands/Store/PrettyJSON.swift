import SCIM

extension AttributeValue {
    /// The value as JSON for people: one attribute a line, two blanks for each level.
    func prettyJSON(indentation: String = "") -> String {
        let inner = indentation + "  "
        switch self {
        case .complex(let attributes) where !attributes.isEmpty:
            let lines = attributes.map { name, value in
                "\(inner)\(AttributeValue.string(name.text).json): \(value.prettyJSON(indentation: inner))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indentation)}"
        case .array(let values) where !values.isEmpty:
            let lines = values.map { inner + $0.prettyJSON(indentation: inner) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(indentation)]"
        default: return json
        }
    }
}
