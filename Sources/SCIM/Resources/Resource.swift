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
    ///
    /// Packed ones are taken apart each time; for one of them the subscript is the shorter way.
    public var attributes: Attributes {
        get {
            switch content {
            case .tree(let attributes): attributes
            case .packed(let packed): packed.attributes
            }
        }
        set { content = .tree(newValue) }
    }
    private var content: Content
    /// Attributes that were left out because they have more values than ``AttributeSelection/maximumValues`` allows.
    public var omitted: [AttributeName] = []
    /// What was put right when the modification that led here was applied; it says nothing of the state and is not kept.
    public var repairs = Tolerances()

    /// Puts a resource together.
    public init(
        type: ResourceType, id: ResourceID, version: Version, created: DateTime, lastModified: DateTime,
        attributes: Attributes
    ) {
        self.init(type, id, version, created, lastModified, .tree(attributes))
    }

    /// Puts a resource together whose attributes are packed, for a store that keeps many in memory.
    public init(
        type: ResourceType, id: ResourceID, version: Version, created: DateTime, lastModified: DateTime,
        attributes: PackedAttributes
    ) {
        self.init(type, id, version, created, lastModified, .packed(attributes))
    }

    private init(
        _ type: ResourceType, _ id: ResourceID, _ version: Version, _ created: DateTime, _ lastModified: DateTime,
        _ content: Content
    ) {
        self.type = type
        self.id = id
        self.version = version
        self.created = created
        self.lastModified = lastModified
        self.content = content
    }

    /// Which resource this is.
    public var key: ResourceKey { ResourceKey(type, id) }

    /// The value of one attribute, or of one extension by its URI.
    public subscript(name: AttributeName) -> AttributeValue? { value(name, in: nil) }

    /// The value of an attribute of the base schema, or of an extension.
    func value(_ name: AttributeName, in schema: AttributeName?) -> AttributeValue? {
        switch content {
        case .tree(let attributes): attributes.value(name, in: schema)
        case .packed(let packed): packed.value(name, in: schema)
        }
    }

    /// The URIs of the schemas that it uses: the base schema and every extension with content (RFC 7643 §3).
    public var schemas: [String] {
        var uris = [type.schema.id]
        for (place, `extension`) in type.extensions.enumerated() where isShown(`extension`, at: place) {
            uris.append(`extension`.schema.id)
        }
        return uris
    }

    private func isShown(_ extension: ResourceType.SchemaExtension, at place: Int) -> Bool {
        if let shown = presentable?.shownExtensions {
            return place < UInt32.bitWidth && shown & 1 << UInt32(place) != 0
        }
        let content = self[`extension`.name]?.attributes
        return content?.contains { `extension`.schema.attribute($0.name)?.isEverReturned ?? false } ?? false
    }

    /// The attributes as JSON, if most answers show them just so.
    var presentable: PackedAttributes? {
        if case .packed(let packed) = content, packed.shownExtensions != nil { packed } else { nil }
    }

    private enum Content: Sendable {
        case tree(Attributes)
        case packed(PackedAttributes)
    }
}
