/// A set of attribute definitions under a URI (RFC 7643 §7).
public struct Schema: Sendable, Hashable {
    /// The URI.
    public let id: String
    /// The name for people.
    public let name: String
    /// What it is for.
    public let description: String
    /// The attributes, in the order in which they are published.
    public let attributes: [AttributeDefinition]

    private let positions: [AttributeName: Int]

    /// Describes a schema; of two attributes with one name the first counts.
    public init(id: String, name: String, description: String = "", attributes: [AttributeDefinition]) {
        self.id = id
        self.name = name
        self.description = description
        self.attributes = attributes
        positions = Dictionary(attributes.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    /// The definition of an attribute.
    public func attribute(_ name: AttributeName) -> AttributeDefinition? {
        positions[name].map { attributes[$0] }
    }
}
