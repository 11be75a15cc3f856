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
    private let base: [String]
    private let basePath: String
    private let types: [ResourceType]

    init(basePath: String, types: [ResourceType]) {
        base = basePath.split(separator: "/").map(String.init)
        self.basePath = base.isEmpty ? "" : "/" + base.joined(separator: "/")
        self.types = types
    }

    /// Finds the route of a path without its query.
    ///
    /// Doubled slashes and one at the end do no harm. Segments are decoded after the path is split, so that an encoded
    /// slash cannot make two segments of one.
    ///
    /// - Returns: The route, and the path up to where it begins, for references in the answer.
    func route(_ path: Substring) -> (route: Route, base: String) {
        var segments = PathSegments(path)
        for name in base {
            guard let segment = segments.next(), segment.elementsEqual(name.utf8) else { return (.unknown, "") }
        }
        var prefix = basePath
        guard var first = segments.next() else { return (.everything, prefix) }
        if first.first == UInt8(ascii: "v"), first.dropFirst().allSatisfy({ $0 &- 0x30 < 10 }) {
            let version = String(Substring(first))
            guard version == "v2" else { return (.otherVersion(version), prefix) }
            prefix += "/v2"
            guard let next = segments.next() else { return (.everything, prefix) }
            first = next
        }
        let second = segments.next()
        guard segments.next() == nil, let name = PercentEncoding.decode(first, plusIsBlank: false) else {
            return (.unknown, prefix)
        }
        guard let second else { return (route(to: name, nil), prefix) }
        guard let detail = PercentEncoding.decode(second, plusIsBlank: false) else { return (.unknown, prefix) }
        return (route(to: name, detail), prefix)
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

/// The parts of a path between its slashes, those without content left out.
private struct PathSegments {
    private var rest: Substring.UTF8View

    init(_ path: Substring) {
        rest = path.utf8
    }

    mutating func next() -> Substring.UTF8View? {
        let slash = UInt8(ascii: "/")
        rest = rest.drop { $0 == slash }
        guard !rest.isEmpty else { return nil }
        let segment = rest.prefix { $0 != slash }
        rest = rest[segment.endIndex...]
        return segment
    }
}
