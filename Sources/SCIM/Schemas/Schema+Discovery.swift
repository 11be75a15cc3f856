extension Schema {
    /// The schema of the service provider's configuration (RFC 7643 §5; RFC 9865 §4, RFC 9967 §4).
    public static let serviceProviderConfig = Schema(
        id: "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
        name: "Service Provider Configuration",
        description: "What this service provider supports.",
        attributes: [
            link("documentationUri", "Where the documentation for people is found."),
            feature("patch", "Whether resources can be changed in part."),
            feature(
                "bulk", "Whether many operations can be sent in one request.",
                limits: [
                    published("maxOperations", "The most operations in one request.", .integer, required: true),
                    published("maxPayloadSize", "The largest request, in bytes.", .integer, required: true),
                ]),
            feature(
                "filter", "Whether resources can be searched for by a filter.",
                limits: [published("maxResults", "The most resources in one answer.", .integer, required: true)]),
            feature("changePassword", "Whether a password can be changed."),
            feature("sort", "Whether answers can be sorted."),
            feature("etag", "Whether resources have versions and requests may depend on them."),
            authenticationSchemes,
            pagination,
            securityEvents,
        ]
    )

    /// The schema of resource types (RFC 7643 §6).
    public static let resourceType = Schema(
        id: "urn:ietf:params:scim:schemas:core:2.0:ResourceType",
        name: "ResourceType",
        description: "A kind of resource that this service provider keeps.",
        attributes: [
            published("id", "The identifier, which is the name."),
            .init(
                "name", description: "The name, as it stands in meta.resourceType.", required: true,
                mutability: .readOnly, uniqueness: .server),
            published("description", "What the resources are."),
            .init(
                "endpoint", .reference, description: "The path of the resources below the base URI.", required: true,
                caseExact: true, mutability: .readOnly, uniqueness: .server, referenceTypes: ["uri"]),
            link("schema", "The URI of the base schema.", to: "uri", required: true),
            .init(
                "schemaExtensions", .complex, multiValued: true,
                description: "The schemas that extend the base schema.",
                mutability: .readOnly,
                subAttributes: [
                    link("schema", "The URI of the extension.", to: "uri", required: true),
                    published("required", "Whether every resource must have it.", .boolean, required: true),
                ]),
        ]
    )

    /// The schema of schemas (RFC 7643 §7).
    public static let schema = Schema(
        id: "urn:ietf:params:scim:schemas:core:2.0:Schema",
        name: "Schema",
        description: "A set of attribute definitions under a URI.",
        attributes: [
            .init("id", description: "The URI.", required: true, mutability: .readOnly, returned: .always),
            published("name", "The name for people.", required: true),
            published("description", "What the schema is for."),
            .init(
                "attributes", .complex, multiValued: true, description: "The definitions of the attributes.",
                required: true, mutability: .readOnly,
                subAttributes: definition(of: typeNames) + [
                    .init(
                        "subAttributes", .complex, multiValued: true,
                        description: "The definitions of the parts of a complex attribute.", mutability: .readOnly,
                        subAttributes: definition(of: typeNames.filter { $0 != "complex" }))
                ]),
        ]
    )
}

extension Schema {
    private static let authenticationSchemes = AttributeDefinition(
        "authenticationSchemes", .complex, multiValued: true, description: "How clients can say who they are.",
        required: true, mutability: .readOnly,
        subAttributes: [
            published(
                "type", "The kind of scheme.", required: true,
                canonicalValues: ["oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"]),
            published("name", "The name of the scheme for people.", required: true),
            published("description", "What the scheme is.", required: true),
            link("specUri", "Where the scheme is specified."),
            link("documentationUri", "Where the use of the scheme is explained."),
            published("primary", "Whether this scheme is preferred.", .boolean),
        ])

    private static let pagination = AttributeDefinition(
        "pagination", .complex, description: "How long answers can be read page by page.", mutability: .readOnly,
        subAttributes: [
            published("cursor", "Whether a cursor can lead from page to page.", .boolean, required: true),
            published("index", "Whether a page can start at an index.", .boolean, required: true),
            published(
                "defaultPaginationMethod", "The method for a request that names none.",
                canonicalValues: ["cursor", "index"]),
            published("defaultPageSize", "The size of a page for a request that names none.", .integer),
            published("maxPageSize", "The size of the largest page.", .integer),
            published("cursorTimeout", "How many seconds a cursor stays valid at least.", .integer),
        ])

    private static let securityEvents = AttributeDefinition(
        "securityEvents", .complex, description: "Which security events are sent.", mutability: .readOnly,
        subAttributes: [
            published(
                "asyncRequest", "When requests are carried out after the answer.",
                canonicalValues: ["none", "long", "request"]),
            .init(
                "eventUris", multiValued: true, description: "The URIs of the events that can be sent.",
                mutability: .readOnly),
        ])

    /// What the definitions of attributes and of their parts have in common; only attributes may be complex.
    private static func definition(of types: [String]) -> [AttributeDefinition] {
        [
            published("name", "The name.", required: true, caseExact: true),
            published("type", "The type of the values.", required: true, canonicalValues: types),
            published("multiValued", "Whether there can be several values.", .boolean, required: true),
            published("description", "What the attribute means.", caseExact: true),
            published("required", "Whether a resource must have it.", .boolean),
            .init(
                "canonicalValues", multiValued: true, description: "Values that are suggested.", caseExact: true,
                mutability: .readOnly),
            published("caseExact", "Whether letter case matters when values are compared.", .boolean),
            published(
                "mutability", "Who may write it and when.", caseExact: true,
                canonicalValues: ["readOnly", "readWrite", "immutable", "writeOnly"]),
            published(
                "returned", "When it is part of an answer.", caseExact: true,
                canonicalValues: ["always", "never", "default", "request"]),
            published(
                "uniqueness", "Among which resources the values differ.", caseExact: true,
                canonicalValues: ["none", "server", "global"]),
            .init(
                "referenceTypes", multiValued: true, description: "What a reference may refer to.", caseExact: true,
                mutability: .readOnly),
        ]
    }

    private static let typeNames = [
        "string", "complex", "boolean", "decimal", "integer", "dateTime", "reference", "binary",
    ]

    /// A complex attribute that says whether something is supported, and how far.
    private static func feature(
        _ name: AttributeName, _ description: String, limits: [AttributeDefinition] = []
    ) -> AttributeDefinition {
        .init(
            name, .complex, description: description, required: true, mutability: .readOnly,
            subAttributes: [published("supported", "Whether it is supported.", .boolean, required: true)] + limits)
    }

    /// What the provider alone writes, as everything here.
    private static func published(
        _ name: AttributeName, _ description: String, _ type: AttributeDefinition.AttributeType = .string,
        required: Bool = false, caseExact: Bool = false, canonicalValues: [String] = []
    ) -> AttributeDefinition {
        .init(
            name, type, description: description, required: required, caseExact: caseExact, mutability: .readOnly,
            canonicalValues: canonicalValues)
    }

    private static func link(
        _ name: AttributeName, _ description: String, to target: String = "external", required: Bool = false
    ) -> AttributeDefinition {
        .init(
            name, .reference, description: description, required: required, caseExact: true, mutability: .readOnly,
            referenceTypes: [target])
    }
}
