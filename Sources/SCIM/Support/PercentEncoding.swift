/// The encoding of paths and queries (RFC 3986 §2.1).
package enum PercentEncoding {
    /// Decodes a part of a request target.
    ///
    /// - Parameter plusIsBlank: Whether `+` stands for a blank, as in HTML forms and in the queries of Entra ID and Okta.
    /// - Returns: The text, `nil` if an escape is broken or the bytes are no UTF-8.
    package static func decode(_ bytes: Substring.UTF8View, plusIsBlank: Bool) -> String? {
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") || $0 >= 0x80 }) else {
            return String(Substring(bytes))
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index = bytes.index(after: index)
            switch byte {
            case UInt8(ascii: "%"):
                var value: UInt8 = 0
                for _ in 0..<2 {
                    guard index < bytes.endIndex, let digit = hexDigit(bytes[index]) else { return nil }
                    value = value << 4 | digit
                    index = bytes.index(after: index)
                }
                decoded.append(value)
            case UInt8(ascii: "+") where plusIsBlank:
                decoded.append(UInt8(ascii: " "))
            default:
                decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// Decodes the value of a query parameter.
    ///
    /// RFC 3986 gives `+` no meaning, HTML forms make it a blank, and there are clients of both kinds. So it is a blank in a
    /// value that has none otherwise.
    package static func decodeParameter(_ bytes: Substring.UTF8View) -> String? {
        decode(bytes, plusIsBlank: !hasBlank(bytes))
    }

    /// Whether a blank is written in another way than by `+`.
    package static func hasBlank(_ bytes: Substring.UTF8View) -> Bool {
        var last: (UInt8, UInt8) = (0, 0)
        for byte in bytes {
            if byte == UInt8(ascii: " ") { return true }
            if byte == UInt8(ascii: "0"), last == (UInt8(ascii: "%"), UInt8(ascii: "2")) { return true }
            last = (last.1, byte)
        }
        return false
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
