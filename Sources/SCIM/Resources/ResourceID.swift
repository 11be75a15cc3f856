/// The identifier that the provider gave to a resource; compared exactly (RFC 7643 §3.1).
public struct ResourceID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The identifier as text.
    public let text: String

    /// Wraps an identifier.
    public init(_ text: String) {
        self.text = text
    }

    /// The identifier as text.
    public var description: String { text }

    /// Orders by the text.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    /// The identifier as one segment of a path (RFC 3986 §3.3), because a store may choose any text.
    package var pathSegment: String {
        if text.utf8.allSatisfy(\.isUnreserved) { return text }
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if byte.isUnreserved {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}

extension UInt8 {
    /// Whether this byte stands for itself in a URI (RFC 3986 §2.3).
    fileprivate var isUnreserved: Bool {
        isASCIILetter || isASCIIDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
            || self == UInt8(ascii: "_") || self == UInt8(ascii: "~")
    }
}
