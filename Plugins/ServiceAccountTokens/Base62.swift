import SCIM

/// The digits that tokens are made of: `0`–`9`, `A`–`Z`, `a`–`z`.
///
/// No mark of punctuation is among them, so that a double click selects a whole token.
enum Base62 {
    private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// Whether a byte is a digit.
    static func contains(_ byte: UInt8) -> Bool { byte.isASCIIDigit || byte.isASCIILetter }

    /// Digits that nobody can guess, each one as likely as any other.
    static func random(count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in digits[Int.random(in: digits.indices, using: &generator)] }
    }

    /// A number in a fixed count of digits, the most significant first.
    static func number(_ value: UInt32, count: Int) -> [UInt8] {
        var rest = Int(value)
        var reversed: [UInt8] = []
        for _ in 0..<count {
            reversed.append(digits[rest % digits.count])
            rest /= digits.count
        }
        return reversed.reversed()
    }

    /// The number that a few digits stand for; `nil` if one is none.
    static func number(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
        var value: UInt64 = 0
        for byte in text {
            guard let digit = digit(byte) else { return nil }
            value = value &* 62 &+ digit
        }
        return value
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt64(byte - UInt8(ascii: "A") + 10)
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt64(byte - UInt8(ascii: "a") + 36)
        default: nil
        }
    }
}
