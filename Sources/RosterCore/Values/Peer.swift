/// The other end of a connection.
public struct Peer: Sendable {
    private let makeAddress: @Sendable () -> String?
    private let makeCertificate: @Sendable () -> [UInt8]?

    /// Names the other end.
    ///
    /// - Parameters:
    ///   - address: The network address without port, `nil` if there is none, as in tests; put into words only when somebody
    ///     asks.
    ///   - certificate: The certificate that the client has proven to hold (RFC 8446 §4.4.2), in DER; read only when somebody
    ///     asks.
    public init(
        address: @autoclosure @escaping @Sendable () -> String? = nil,
        certificate: @autoclosure @escaping @Sendable () -> [UInt8]? = nil
    ) {
        makeAddress = address
        makeCertificate = certificate
    }

    /// The network address without port.
    public var address: String? { makeAddress() }

    /// The client's certificate in DER; `nil` without TLS, and if the client has shown none.
    public var certificate: [UInt8]? { makeCertificate() }
}
