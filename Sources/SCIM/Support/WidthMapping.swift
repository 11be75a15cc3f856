/// Half-width and full-width variants outside ASCII and the characters that they are variants of (RFC 8265 §3.3.1).
enum WidthMapping {
    /// The usual form of a variant; `nil` for every other character.
    static func usual(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let value = scalar.value
        switch value {
        case 0xFF61...0xFF9F: return katakana[Int(value - 0xFF61)]
        case 0xFF5F...0xFF60: return Unicode.Scalar(value - 0xFF5F + 0x2985)
        case 0xFFA0: return "\u{3164}"
        case 0xFFA1...0xFFBE: return Unicode.Scalar(value - 0xFFA1 + 0x3131)
        case 0xFFC2...0xFFC7: return Unicode.Scalar(value - 0xFFC2 + 0x314F)
        case 0xFFCA...0xFFCF: return Unicode.Scalar(value - 0xFFCA + 0x3155)
        case 0xFFD2...0xFFD7: return Unicode.Scalar(value - 0xFFD2 + 0x315B)
        case 0xFFDA...0xFFDC: return Unicode.Scalar(value - 0xFFDA + 0x3161)
        case 0xFFE0...0xFFE6: return signs[Int(value - 0xFFE0)]
        case 0xFFE8: return "\u{2502}"
        case 0xFFE9...0xFFEC: return Unicode.Scalar(value - 0xFFE9 + 0x2190)
        case 0xFFED: return "\u{25A0}"
        case 0xFFEE: return "\u{25CB}"
        default: return nil
        }
    }

    /// From U+FF61 on; the last two are the combining voice marks.
    private static let katakana = Array(
        ("。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
            + "\u{3099}\u{309A}").unicodeScalars)

    /// From U+FFE0 on.
    private static let signs = Array("¢£¬¯¦¥₩".unicodeScalars)
}
