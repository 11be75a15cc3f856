/// The other end of a connection.
public struct Peer: Sendable {
    private let makeAddress: @Sendable () -> String?

    /// Names the other end.
    ///
    /// - Parameter address: The network address without port, `nil` if there is none, as in tests; put into words only
    ///   when somebody asks.
    public init(address: @autoclosure @escaping @Sendable () -> String? = nil) {
        makeAddress = address
    }

    /// The network address without port.
    public var address: String? { makeAddress() }
}
