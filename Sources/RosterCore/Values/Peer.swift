/// The other end of a connection.
public struct Peer: Sendable, Hashable {
    /// The network address without port, `nil` if there is none, as in tests.
    public var address: String?

    /// Names the other end.
    public init(address: String? = nil) {
        self.address = address
    }
}
