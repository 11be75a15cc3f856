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
}
