extension String {
    /// The form in which values whose `caseExact` is false are compared (RFC 7643 §2.2; RFC 8265 §3.3 for `userName`).
    ///
    /// Full-width and half-width variants become the usual characters and letters become lower case, the final sigma the
    /// usual one. Composed and decomposed spellings are equal already, because Swift compares strings by canonical
    /// equivalence.
    public var caseFolded: String {
        if utf8.allSatisfy({ $0 < 0x80 }) {
            return utf8.contains { $0 &- 0x41 < 26 } ? lowercased() : self
        }
        var usual = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if 0xFF01...0xFF5E ~= scalar.value, let ascii = Unicode.Scalar(scalar.value - 0xFEE0) {
                usual.append(ascii)
            } else if scalar.value == 0x3000 {
                usual.append(" ")
            } else {
                usual.append(WidthMapping.usual(scalar) ?? scalar.usualLowerCase ?? scalar)
            }
        }
        return String(usual).lowercased()
    }
}

extension Unicode.Scalar {
    /// The usual lower-case form of a letter that has two; `nil` for every other character.
    ///
    /// `Σ` is the capital of both `σ` and `ς`: whichever a client writes, capital letters in between must not make another
    /// name of it. The dotless `ı` is no such letter, because `i` and `ı` are different letters of one alphabet.
    fileprivate var usualLowerCase: Unicode.Scalar? {
        switch value {
        case 0xB5: "\u{3BC}"
        case 0x17F: "s"
        case 0x1E9B: "\u{1E61}"
        case 0x3C2: "\u{3C3}"
        case 0x3D0: "\u{3B2}"
        case 0x3D1: "\u{3B8}"
        case 0x3D5: "\u{3C6}"
        case 0x3D6: "\u{3C0}"
        case 0x3F0: "\u{3BA}"
        case 0x3F1: "\u{3C1}"
        case 0x3F5: "\u{3B5}"
        case 0x1C80...0x1C88: Self.cyrillic[Int(value - 0x1C80)]
        default: nil
        }
    }

    /// From U+1C80 on: the usual forms of letters in the hand of old manuscripts.
    private static let cyrillic: [Unicode.Scalar] = Array("вдосттъѣ\u{A64B}".unicodeScalars)
}
