/// Where a value stands in a resource: schema, attribute, sub-attribute (RFC 7644 §3.10).
public struct AttributePath: Sendable, Hashable, CustomStringConvertible {
    /// The URI of the extension that holds the attribute; `nil` for attributes of the base schema and common ones.
    public var schema: AttributeName?
    /// The attribute, or the URI of an extension where the whole extension is meant.
    public var attribute: AttributeName
    /// The sub-attribute.
    public var subAttribute: AttributeName?

    /// Names a place.
    public init(schema: AttributeName? = nil, _ attribute: AttributeName, _ subAttribute: AttributeName? = nil) {
        self.schema = schema
        self.attribute = attribute
        self.subAttribute = subAttribute
    }

    /// The path in the notation of RFC 7644 §3.10.
    public var description: String {
        (schema.map { "\($0):" } ?? "") + attribute.text + (subAttribute.map { ".\($0)" } ?? "")
    }
}
