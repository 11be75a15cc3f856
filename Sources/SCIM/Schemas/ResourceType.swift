/// A kind of resource: its endpoint, its schema and the extensions of it (RFC 7643 §6).
///
/// A class because every resource refers to its type and types never change.
public final class ResourceType: Sendable {
    /// The name, which is also its id, such as `User`.
    public let name: String
    /// The path of its resources below the base URL, such as `/Users`.
    public let endpoint: String
    /// What it is for.
    public let description: String
    /// The base schema.
    public let schema: Schema
    /// The schemas that may extend it.
    public let extensions: [SchemaExtension]
    /// Whether clients can only read its resources.
    public let isReadOnly: Bool
    /// Whether an answer has to be searched for attributes that are returned on request and for parts that are not
    /// returned by default.
    public let hidesAttributes: Bool
    /// Whether resources show the groups that they are members of (RFC 7643 §4.1.2).
    public let showsGroups: Bool
    /// The attributes and sub-attributes that are returned on request.
    let returnedOnRequest: [AttributePath]
    /// The attributes and sub-attributes, of extensions too, whose values no two resources share (RFC 7643 §7).
    public let uniquePaths: [ResolvedPath]
    /// Where members are named by their ids; `nil` for a type without members (RFC 7643 §4.2).
    public let memberPath: ResolvedPath?
    /// Where the name stands that members of a group show of it, and the client's id of it; `nil` if nowhere.
    let displayPath: AttributePath?
    let externalIDPath: AttributePath?
    /// Where attributes stand in the records of an application, by their names in the schemas; `nil` if everything stands
    /// under its own name.
    let places: [AttributePath: AttributePath]?
    /// The attributes of the base schema that name other resources.
    let references: [ReferenceDefinition]
    /// The names of what most answers show as it is kept.
    let plainNames: PlainNames

    /// A schema that extends a resource type (RFC 7643 §3.3).
    public struct SchemaExtension: Sendable, Hashable {
        /// The schema.
        public let schema: Schema
        /// Whether every resource must have it.
        public let isRequired: Bool
        /// The URI as the name of the member that holds the attributes.
        public let name: AttributeName
        /// Its attributes that name other resources.
        let references: [ReferenceDefinition]
        /// The extension as a complex attribute that is named by its URI, which is how resources hold it.
        public let definition: AttributeDefinition

        /// Extends a resource type by a schema.
        public init(_ schema: Schema, required: Bool = false) {
            self.schema = schema
            isRequired = required
            name = AttributeName(schema.id).immortal
            definition = AttributeDefinition(
                name, .complex, description: schema.description, required: required, subAttributes: schema.attributes)
            references = schema.attributes.compactMap { ReferenceDefinition($0) }
        }
    }

    /// Describes a resource type.
    public convenience init(
        name: String, endpoint: String, description: String = "", schema: Schema, extensions: [SchemaExtension] = [],
        isReadOnly: Bool = false
    ) {
        self.init(
            name: name, endpoint: endpoint, description: description, schema: schema, extensions: extensions,
            isReadOnly: isReadOnly, places: nil)
    }

    /// Describes a resource type whose attributes may stand in other places than the schemas say.
    init(
        name: String, endpoint: String, description: String, schema: Schema, extensions: [SchemaExtension],
        isReadOnly: Bool, places: [AttributePath: AttributePath]?
    ) {
        self.isReadOnly = isReadOnly
        self.name = name
        self.endpoint = endpoint
        self.description = description
        self.schema = schema
        self.extensions = extensions
        references = schema.attributes.compactMap { ReferenceDefinition($0) }
        plainNames = PlainNames(schema, extensions)
        returnedOnRequest =
            schema.attributes.flatMap { $0.pathsOnRequest(in: nil) }
            + extensions.flatMap { `extension` in
                `extension`.schema.attributes.flatMap { $0.pathsOnRequest(in: `extension`.name) }
            }
        showsGroups =
            schema.attribute(.groups).map {
                $0.isMultiValued && $0.mutability == .readOnly && $0.refersToResources
            } ?? false
        func place(_ path: AttributePath) -> AttributePath? {
            guard let places else { return path }
            return places[path]
        }
        self.places = places
        uniquePaths = Self.uniquePaths(of: schema, extensions).compactMap { place($0.path).map($0.placed) }
        memberPath = Self.memberPath(of: schema).flatMap { place($0.path).map($0.placed) }
        displayPath = place(AttributePath(.displayName))
        externalIDPath = place(AttributePath(.externalId))
        let all = schema.attributes + extensions.flatMap(\.schema.attributes)
        hidesAttributes = all.contains { attribute in
            attribute.returned == .request
                || attribute.subAttributes.contains { $0.returned == .request || $0.returned == .never }
        }
    }

    /// The extension of a URI.
    public func `extension`(_ uri: AttributeName) -> SchemaExtension? {
        extensions.first { $0.name == uri }
    }
}

extension ResourceType: Hashable {
    /// Types are the same if they have one name.
    public static func == (left: ResourceType, right: ResourceType) -> Bool {
        left === right || left.name == right.name
    }

    /// Feeds the name.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}

extension AttributeDefinition {
    /// The places of this attribute and its parts that are returned on request.
    fileprivate func pathsOnRequest(in schema: AttributeName?) -> [AttributePath] {
        let parts = subAttributes.filter { $0.returned == .request }
        return (returned == .request ? [AttributePath(schema: schema, name)] : [])
            + parts.map { AttributePath(schema: schema, name, $0.name) }
    }
}
