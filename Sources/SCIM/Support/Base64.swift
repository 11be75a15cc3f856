/// Whether a text is base64 (RFC 4648 §4), or its URL-safe variant (§5), with or without padding.
///
/// Bits behind the last byte need not be zero and nothing is decoded: values are kept as they were written.
package func isBase64(_ text: String) -> Bool {
    var digits = 0
    var padding = 0
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "="):
            padding += 1
        case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            digits += 1
            if padding > 0 { return false }
        default:
            guard byte.isASCIILetter || byte.isASCIIDigit, padding == 0 else { return false }
            digits += 1
        }
    }
    // A lone digit in the last group holds six bits, too few for a byte.
    return padding == 0 ? digits % 4 != 1 : padding <= 2 && (digits + padding) % 4 == 0
}
