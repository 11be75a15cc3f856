/// A resource as a store keeps it: identified, versioned, and valid for its schema (RFC 7643 §3).
public struct Resource: Sendable {
    /// The resource type.
    public let type: ResourceType
    /// The identifier.
    public let id: ResourceID
    /// The version of this state.
    public var version: Version
    /// When it was created.
    public var created: DateTime
    /// When it last changed.
    public var lastModified: DateTime
    /// The attributes, without `id`, `schemas` and `meta`; extensions stand under their URI.
    public var attributes: Attributes {
        didSet { rendered = nil }
    }
    /// The attributes as JSON, so that many readers need not write the same text again; `nil` where nobody has prepared it.
    private(set) var rendered: RenderedAttributes?
    /// Attributes that were left out because they have more values than ``AttributeSelection/maximumValues`` allows.
    public var omitted: [AttributeName] = []
    /// What was put right when the modification that led here was applied; it says nothing of the state and is not kept.
    public var repairs = Tolerances()

    /// Puts a resource together.
    public init(
        type: ResourceType, id: ResourceID, version: Version, created: DateTime, lastModified: DateTime,
        attributes: Attributes
    ) {
        self.type = type
        self.id = id
        self.version = version
        self.created = created
        self.lastModified = lastModified
        self.attributes = attributes
    }

    /// Prepares the attributes as JSON unless that is done, for a store that keeps resources in memory and reads them
    /// more often than it writes them.
    public mutating func render() {
        if rendered == nil { rendered = RenderedAttributes(self) }
    }

    /// Which resource this is.
    public var key: ResourceKey { ResourceKey(type, id) }

    /// The URIs of the schemas that it uses: the base schema and every extension with content (RFC 7643 §3).
    public var schemas: [String] {
        var uris = [type.schema.id]
        for `extension` in type.extensions {
            guard let content = attributes[`extension`.name]?.attributes else { continue }
            let isShown = content.contains { `extension`.schema.attribute($0.name)?.isEverReturned ?? false }
            if isShown { uris.append(`extension`.schema.id) }
        }
        return uris
    }
}
