import SCIM

/// What a path leads to (RFC 7644 §3.2, table 2).
enum Route: Equatable {
    /// The resources of one type.
    case resources(ResourceType)
    /// One resource.
    case resource(ResourceKey)
    /// `/ServiceProviderConfig`.
    case serviceProviderConfig
    /// `/ResourceTypes`, or one of them.
    case resourceTypes(String?)
    /// `/Schemas`, or one of them.
    case schemas(String?)
    /// A feature of RFC 7644 that is switched off.
    case unsupported(String)
    /// A version of the protocol that is not spoken.
    case otherVersion(String)
    /// Nothing.
    case unknown
}

/// Finds what a path leads to.
struct RouteTable: Sendable {
    private let base: [String]
    private let types: [(name: String, type: ResourceType)]

    init(basePath: String, types: [ResourceType]) {
        base = basePath.split(separator: "/").map(String.init)
        self.types = types.map { (String($0.endpoint.drop { $0 == "/" }), $0) }
    }

    /// Finds the route of a path without its query.
    ///
    /// Doubled slashes and one at the end do no harm. Segments are decoded after the path is split, so that an encoded
    /// slash cannot make two segments of one.
    ///
    /// - Returns: The route, and the path up to where it begins, for references in the answer.
    func route(_ path: Substring) -> (route: Route, base: String) {
        var segments = path.utf8.split(separator: UInt8(ascii: "/"))[...]
        for name in base {
            guard let segment = segments.popFirst(), segment.elementsEqual(name.utf8) else { return (.unknown, "") }
        }
        var prefix = base.isEmpty ? "" : "/" + base.joined(separator: "/")
        if let version = segments.first, version.first == UInt8(ascii: "v"), version.dropFirst().allSatisfy({ $0 &- 0x30 < 10 }) {
            let text = String(decoding: version, as: UTF8.self)
            guard text == "v2" else { return (.otherVersion(text), prefix) }
            segments.removeFirst()
            prefix += "/v2"
        }
        guard segments.count <= 2 else { return (.unknown, prefix) }
        var names: [String] = []
        for segment in segments {
            guard let name = PercentEncoding.decode(segment, plusIsBlank: false) else { return (.unknown, prefix) }
            names.append(name)
        }
        return (route(to: names), prefix)
    }

    private func route(to names: [String]) -> Route {
        guard let first = names.first else { return .unknown }
        let second = names.count > 1 ? names[1] : nil
        if let type = types.first(where: { $0.name == first })?.type {
            guard let second else { return .resources(type) }
            return second == ".search" ? .unsupported("POST .search") : .resource(ResourceKey(type, ResourceID(second)))
        }
        switch first {
        case "ServiceProviderConfig": return second == nil ? .serviceProviderConfig : .unknown
        case "ResourceTypes": return .resourceTypes(second)
        case "Schemas": return .schemas(second)
        case "Bulk", "Me", ".search": return .unsupported(first)
        default: return .unknown
        }
    }
}
