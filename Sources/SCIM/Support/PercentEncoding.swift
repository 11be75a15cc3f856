/// The encoding of paths and queries (RFC 3986 §2.1).
package enum PercentEncoding {
    /// Decodes a part of a request target.
    ///
    /// - Parameter plusIsBlank: Whether `+` stands for a blank, as in the query strings of Entra ID and Okta.
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

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
