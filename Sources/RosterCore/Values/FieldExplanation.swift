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
