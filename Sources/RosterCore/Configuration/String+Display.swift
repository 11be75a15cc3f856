extension String {
    /// The text in single quotes, as messages show what somebody else wrote.
    ///
    /// Quotes, backslashes and what cannot be seen are escaped; of a long text the first 60 Unicode scalars are shown.
    public var quotedForDisplay: String {
        let limit = 60
        let head = String(String.UnicodeScalarView(unicodeScalars.prefix(limit)))
        let escaped = head.printable { $0 == "'" || $0 == "\\" }
        return "'\(escaped)\(unicodeScalars.count > limit ? "…" : "")'"
    }

    /// The text without what would move the cursor of a terminal or cannot be seen.
    package var printable: String { printable { _ in false } }

    private func printable(backslashing isSpecial: (Unicode.Scalar) -> Bool) -> String {
        let scalars = Array(unicodeScalars)
        return scalars.indices.map { place in
            let scalar = scalars[place]
            if isSpecial(scalar) { return "\\\(scalar)" }
            let isBetween = place > 0 && place + 1 < scalars.count
            let joins = isBetween && scalar.joins(scalars[place - 1], scalars[place + 1])
            return joins ? String(scalar) : scalar.printable
        }.joined()
    }
}

extension Unicode.Scalar {
    /// Whether this is a joiner or non-joiner between two scalars that it changes the look of.
    ///
    /// These are emoji, and letters of the scripts that are written with it, from Arabic on. Elsewhere it cannot be seen.
    fileprivate func joins(_ before: Unicode.Scalar, _ after: Unicode.Scalar) -> Bool {
        guard self == "\u{200C}" || self == "\u{200D}" else { return false }
        return [before, after].allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .otherLetter, .otherSymbol, .modifierSymbol, .nonspacingMark, .spacingMark: scalar.value >= 0x600
            default: false
            }
        }
    }

    fileprivate var printable: String {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: escaped(asASCII: true)
        default: String(self)
        }
    }
}
