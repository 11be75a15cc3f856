import RosterCore
import SCIM

/// The documents by which clients learn what is served (RFC 7644 §4), derived from what is wired.
final class Discovery: Sendable {
    private let types: [ResourceType]
    /// Each once, in the order of the authenticators.
    private let schemes: [AuthenticationScheme]
    private let service: ServiceSettings
    private let endpoint: EndpointSettings

    init(
        types: [ResourceType], authenticators: [any Authenticator], service: ServiceSettings, endpoint: EndpointSettings
    ) {
        self.endpoint = endpoint
        self.types = types
        schemes = authenticators.map(\.scheme).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        self.service = service
    }

    /// `/ServiceProviderConfig` (RFC 7643 §5).
    func serviceProviderConfig(baseURL: String) -> Attributes {
        let supported: AttributeValue = ["supported": true]
        let unsupported: AttributeValue = ["supported": false]
        var document: Attributes = [
            .schemas: [.string(Schema.serviceProviderConfig.id)],
            "patch": supported,
            "bulk": [
                "supported": true, "maxOperations": .number(Number(endpoint.maximumBulkOperations)),
                "maxPayloadSize": .number(Number(endpoint.maximumBulkBytes)),
            ],
            "filter": ["supported": true, "maxResults": .number(Number(service.maximumPageSize))],
            "changePassword": unsupported,
            "sort": supported,
            "etag": supported,
            "authenticationSchemes": .array(
                schemes.enumerated().map { .complex($1.representation(primary: $0 == 0)) }),
            "pagination": [
                "cursor": true, "index": true, "defaultPaginationMethod": "index",
                "defaultPageSize": .number(Number(service.defaultPageSize)),
                "maxPageSize": .number(Number(service.maximumPageSize)),
                "cursorTimeout": .number(Number(service.cursorTimeout)),
            ],
        ]
        document.append(.meta, meta("ServiceProviderConfig", at: "\(baseURL)/ServiceProviderConfig"))
        return document
    }

    /// `/ResourceTypes` (RFC 7643 §6).
    func resourceTypes(baseURL: String) -> [Attributes] {
        types.map { type in
            var document = type.representation
            document.append(.meta, meta("ResourceType", at: "\(baseURL)/ResourceTypes/\(type.name)"))
            return document
        }
    }

    /// `/Schemas` (RFC 7643 §7).
    func schemas(baseURL: String) -> [Attributes] {
        var schemas: [Schema] = []
        for schema in types.flatMap({ [$0.schema] + $0.extensions.map(\.schema) })
            + [.serviceProviderConfig, .resourceType, .schema] where !schemas.contains(where: { $0.id == schema.id })
        {
            schemas.append(schema)
        }
        return schemas.map { schema in
            var document = schema.representation
            document.append(.meta, meta("Schema", at: "\(baseURL)/Schemas/\(schema.id)"))
            return document
        }
    }

    private func meta(_ type: String, at location: String) -> AttributeValue {
        ["resourceType": .string(type), "location": .string(location)]
    }
}
