/// The endpoints that belong to no resource type (RFC 7644 §3.2, table 2), by their names.
package enum ReservedEndpoint: String, Sendable, CaseIterable {
    case serviceProviderConfig = "ServiceProviderConfig"
    case resourceTypes = "ResourceTypes"
    case schemas = "Schemas"
    case bulk = "Bulk"
    case me = "Me"
    case search = ".search"

    /// The path below the base URL.
    package var path: String { "/\(rawValue)" }
}
