/// A path that a schema knows, with what the schema says about it.
public struct ResolvedPath: Sendable, Hashable {
    /// Where the value stands: in the spelling of the schema, unless it is in the record of an application
    /// (``ResourceType/placing(_:)``).
    public var path: AttributePath
    /// The definition of the attribute.
    public let attribute: AttributeDefinition
    /// The definition of the sub-attribute, if one is named.
    public let subAttribute: AttributeDefinition?
    /// The URI of the extension that defines the attribute; `nil` for the base schema and common attributes.
    let schema: AttributeName?

    /// Names a place and its definitions.
    public init(
        schema: AttributeName? = nil, _ attribute: AttributeDefinition, _ subAttribute: AttributeDefinition? = nil
    ) {
        path = AttributePath(schema: schema, attribute.name, subAttribute?.name)
        self.attribute = attribute
        self.subAttribute = subAttribute
        self.schema = schema
    }

    /// What the schemas call the place, wherever the value stands.
    public var name: AttributePath { AttributePath(schema: schema, attribute.name, subAttribute?.name) }

    /// The same attribute at another place.
    public func placed(at path: AttributePath) -> ResolvedPath {
        var placed = self
        placed.path = path
        return placed
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
