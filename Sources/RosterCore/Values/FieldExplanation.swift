public import SCIM

/// How a field of the application's record comes to its value, for those who look for the reason.
public struct FieldExplanation: Sendable, Hashable {
    /// The field; `nil` where the problem is one of the whole record.
    public var field: AttributeName?
    /// The rule in words; `nil` where the mapper knows none.
    public var rule: String?
    /// The path that gave the value, in the notation of RFC 7644 §3.10 with a value filter where there is one.
    public var path: String?
    /// The value; `nil` where the record lacks the field.
    public var value: AttributeValue?
    /// Why the resource has no record.
    public var problem: String?

    /// The explanation as JSON.
    public var representation: Attributes {
        var explanation = Attributes()
        if let field { explanation.append("field", .string(field.text)) }
        if let rule { explanation.append("rule", .string(rule)) }
        if let path { explanation.append("path", .string(path)) }
        if let value { explanation.append("value", value) }
        if let problem { explanation.append("problem", .string(problem)) }
        return explanation
    }

    /// Explains a field.
    public init(
        field: AttributeName?, rule: String? = nil, path: String? = nil, value: AttributeValue? = nil,
        problem: String? = nil
    ) {
        self.field = field
        self.rule = rule
        self.path = path
        self.value = value
        self.problem = problem
    }
}

extension FieldExplanation: CustomStringConvertible {
    /// The explanation in one line: the field, its value, the path that gave it, and the rule.
    public var description: String {
        var text = field.map { "\($0)" } ?? "the record"
        text += " = " + (value?.json ?? "nothing")
        if let path { text += "  from \(path)" }
        if let rule, rule != path { text += "  by \(rule)" }
        if let problem { text += "  problem: \(problem)" }
        return text
    }
}
