import SCIM

/// By what log, history and answer speak of one request.
public struct RequestID: Sendable, Hashable, CustomStringConvertible {
    private static let maximumLength = 64

    /// The identifier; letters, digits and `-._~`, nothing that could break a line of a log.
    public let description: String

    /// Makes a new one.
    public init() {
        description = String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// Takes over the one that a proxy or a client has chosen; `nil` if it is too long or has other characters.
    public init?(_ received: String) {
        let isSound = received.utf8.allSatisfy { byte in
            byte.isASCIILetter || byte.isASCIIDigit || "-._~".utf8.contains(byte)
        }
        guard isSound, 1...Self.maximumLength ~= received.utf8.count else { return nil }
        description = received
    }
}
