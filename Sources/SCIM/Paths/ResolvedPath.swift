/// A path that a schema knows, with what the schema says about it.
public struct ResolvedPath: Sendable, Hashable {
    /// Where the value stands, in the spelling of the schema.
    public var path: AttributePath
    /// The definition of the attribute.
    public let attribute: AttributeDefinition
    /// The definition of the sub-attribute, if one is named.
    public let subAttribute: AttributeDefinition?

    /// Names a place and its definitions.
    public init(
        schema: AttributeName? = nil, _ attribute: AttributeDefinition, _ subAttribute: AttributeDefinition? = nil
    ) {
        path = AttributePath(schema: schema, attribute.name, subAttribute?.name)
        self.attribute = attribute
        self.subAttribute = subAttribute
    }

    /// The definition of what the path ends in.
    public var definition: AttributeDefinition { subAttribute ?? attribute }

    /// Whether an answer can ever show what stands here; if not, no filter and no order may depend on it.
    public var isEverReturned: Bool { attribute.isEverReturned && definition.isEverReturned }

    /// Whether the path names the whole of an attribute that every resource has.
    func isCommon(_ name: AttributeName) -> Bool {
        path.schema == nil && path.attribute == name
    }
}
