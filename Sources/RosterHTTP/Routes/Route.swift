import SCIM

/// What a path leads to (RFC 7644 §3.2, table 2).
enum Route: Equatable {
    /// The resources of one type.
    case resources(ResourceType)
    /// The resources of all types: the base URI itself.
    case everything
    /// `/.search` under a type, or under the base URI.
    case search(ResourceType?)
    /// One resource.
    case resource(ResourceKey)
    /// `/ServiceProviderConfig`.
    case serviceProviderConfig
    /// `/ResourceTypes`, or one of them.
    case resourceTypes(String?)
    /// `/Schemas`, or one of them.
    case schemas(String?)
    /// `/Bulk` (RFC 7644 §3.7).
    case bulk
    /// `/Me` (RFC 7644 §3.11).
    case me
    /// A version of the protocol that is not spoken.
    case otherVersion(String)
    /// Nothing.
    case unknown
}

/// Finds what a path leads to.
struct RouteTable: Sendable {
    private let base: BasePath
    private let types: [ResourceType]

    init(basePath: String, types: [ResourceType]) {
        base = BasePath(basePath)
        self.types = types
    }

    /// Finds the route of a path without its query.
    ///
    /// Doubled slashes and one at the end do no harm.
    ///
    /// - Returns: The route, and the path up to where it begins, for references in the answer.
    func route(_ path: Substring) -> (route: Route, base: String) {
        guard let segments = base.segments(below: path) else { return (.unknown, "") }
        var prefix = base.description
        guard var names = BasePath.names(segments)?[...] else { return (.unknown, prefix) }
        if let version = names.first, version.utf8.first == UInt8(ascii: "v"),
            version.utf8.dropFirst().allSatisfy(\.isASCIIDigit)
        {
            guard version == "v2" else { return (.otherVersion(version), prefix) }
            prefix += "/v2"
            names.removeFirst()
        }
        guard let first = names.popFirst() else { return (.everything, prefix) }
        let second = names.popFirst()
        return (names.isEmpty ? route(to: first, second) : .unknown, prefix)
    }

    private func route(to first: String, _ second: String?) -> Route {
        switch ResourceRoute(first, second, among: types) {
        case .resources(let type)?: return .resources(type)
        case .search(let type)?: return .search(type)
        case .resource(let key)?: return .resource(key)
        case nil: break
        }
        switch ReservedEndpoint(rawValue: first) {
        case .resourceTypes?: return .resourceTypes(second)
        case .schemas?: return .schemas(second)
        case _? where second != nil, nil: return .unknown
        case .serviceProviderConfig?: return .serviceProviderConfig
        case .bulk?: return .bulk
        case .me?: return .me
        case .search?: return .search(nil)
        }
    }
}
