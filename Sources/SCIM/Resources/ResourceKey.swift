/// Which resource is meant: an id is looked up only under the endpoint of its type (RFC 7644 §3.4.1).
public struct ResourceKey: Sendable, Hashable {
    /// The resource type.
    public var type: ResourceType
    /// The identifier.
    public var id: ResourceID

    /// Names a resource.
    public init(_ type: ResourceType, _ id: ResourceID) {
        self.type = type
        self.id = id
    }

    /// The URL of the resource (RFC 7643 §3.1, `meta.location`).
    ///
    /// - Parameter baseURL: The base URL without a slash at the end.
    public func location(below baseURL: String) -> String { "\(baseURL)\(type.endpoint)/\(id.pathSegment)" }
}
