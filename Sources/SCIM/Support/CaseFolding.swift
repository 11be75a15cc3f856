extension String {
    /// The form in which values whose `caseExact` is false are compared (RFC 7643 §2.2; RFC 8265 §3.3 for `userName`).
    ///
    /// Full-width and half-width variants become the usual characters and letters become lower case. Composed and
    /// decomposed spellings are equal already, because Swift compares strings by canonical equivalence.
    public var caseFolded: String {
        if utf8.allSatisfy({ $0 < 0x80 }) {
            return utf8.contains { $0 &- 0x41 < 26 } ? lowercased() : self
        }
        var narrow = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if 0xFF01...0xFF5E ~= scalar.value, let ascii = Unicode.Scalar(scalar.value - 0xFEE0) {
                narrow.append(ascii)
            } else if scalar.value == 0x3000 {
                narrow.append(" ")
            } else if let usual = WidthMapping.usual(scalar) {
                narrow.append(usual)
            } else {
                narrow.append(scalar)
            }
        }
        return String(narrow).lowercased()
    }
}
