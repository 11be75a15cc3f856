/// Whether a text is base64, with or without padding.
///
/// Bits behind the last byte need not be zero and nothing is decoded: values are kept as they were written.
///
/// - Returns: Whether it is plain base64 (RFC 4648 §4) and not its URL-safe variant (§5); `nil` if it is neither.
package func isBase64(_ text: String) -> Bool? {
    var isPlain = true
    var digits = 0
    var padding = 0
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "="):
            padding += 1
        case UInt8(ascii: "-"), UInt8(ascii: "_"):
            isPlain = false
            fallthrough
        case UInt8(ascii: "+"), UInt8(ascii: "/"):
            digits += 1
            if padding > 0 { return nil }
        default:
            guard byte.isASCIILetter || byte.isASCIIDigit, padding == 0 else { return nil }
            digits += 1
        }
    }
    // A lone digit in the last group holds six bits, too few for a byte.
    let isWhole = padding == 0 ? digits % 4 != 1 : padding <= 2 && (digits + padding) % 4 == 0
    return isWhole ? isPlain : nil
}
