/// Which resources a path below the base URL leads to, whoever wrote it: a request target or an operation of a bulk
/// request (RFC 7644 §3.2, table 2).
package enum ResourceRoute: Sendable, Hashable {
    /// The resources of one type.
    case resources(ResourceType)
    /// `/.search` under a type.
    case search(ResourceType)
    /// One resource.
    case resource(ResourceKey)

    /// Finds where segments lead that were decoded after the path was split.
    ///
    /// - Returns: `nil` if no type has this endpoint.
    package init?(_ first: String, _ second: String?, among types: [ResourceType]) {
        let slash = UInt8(ascii: "/")
        guard let type = types.first(where: { $0.endpoint.utf8.drop { $0 == slash }.elementsEqual(first.utf8) }) else {
            return nil
        }
        switch second {
        case nil: self = .resources(type)
        case ".search"?: self = .search(type)
        case let id?: self = .resource(ResourceKey(type, ResourceID(id)))
        }
    }
}
