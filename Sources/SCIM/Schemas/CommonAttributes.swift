/// The attributes that every resource has, whatever its schema (RFC 7643 §3, §3.1).
public enum CommonAttributes {
    /// The definitions of `schemas`, `id`, `externalId` and `meta`.
    public static let definitions: [AttributeDefinition] = [schemas, id, externalId, meta]

    /// The definition of a common attribute.
    public static func definition(_ name: AttributeName) -> AttributeDefinition? {
        definitions.first { $0.name == name }
    }

    static let schemas = AttributeDefinition(
        .schemas, .reference, multiValued: true, description: "URIs of the schemas that the resource uses.",
        required: true, mutability: .readOnly, returned: .always, referenceTypes: ["uri"])

    static let id = AttributeDefinition(
        .id, description: "Identifier given by the provider.", required: true, caseExact: true, mutability: .readOnly,
        returned: .always, uniqueness: .server)

    static let externalId = AttributeDefinition(
        .externalId, description: "Identifier given by the client.", caseExact: true)

    static let meta = AttributeDefinition(
        .meta, .complex, description: "Facts about the resource itself.", mutability: .readOnly,
        subAttributes: [
            AttributeDefinition("resourceType", caseExact: true, mutability: .readOnly),
            AttributeDefinition("created", .dateTime, mutability: .readOnly),
            AttributeDefinition("lastModified", .dateTime, mutability: .readOnly),
            AttributeDefinition(
                "location", .reference, caseExact: true, mutability: .readOnly, referenceTypes: ["uri"]),
            AttributeDefinition("version", caseExact: true, mutability: .readOnly),
        ])
}
