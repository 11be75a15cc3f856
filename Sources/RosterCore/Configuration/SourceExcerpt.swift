/// A line of a file and the caret below it, made safe for a terminal.
struct SourceExcerpt {
    /// A minified or generated line may be a megabyte long; this many scalars around the place are shown.
    private static let width = 160

    let line: String
    let caret: String

    init(of sourceLine: String, around column: Int) {
        let scalars = sourceLine.unicodeScalars
        let start = column <= Self.width ? 0 : column - Self.width / 2
        let shown = scalars.dropFirst(start).prefix(Self.width).map(\.visible)
        line = String(String.UnicodeScalarView(shown))
        // A tab stays a tab: it is then as wide above as below, whatever the terminal makes of it.
        let padding = shown.prefix(max(0, column - 1 - start)).map { scalar in
            scalar == "\t" ? "\t" : String(repeating: " ", count: scalar.terminalWidth)
        }
        caret = padding.joined() + "^"
    }
}

extension Unicode.Scalar {
    /// The scalar, or a replacement where a terminal would obey rather than show it.
    fileprivate var visible: Unicode.Scalar {
        properties.generalCategory == .control && self != "\t" ? "\u{FFFD}" : self
    }

    /// How many cells a terminal gives the scalar.
    fileprivate var terminalWidth: Int {
        if isASCII { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return Self.wideRanges.contains { $0.contains(value) } ? 2 : 1
        }
    }

    /// The blocks that are wide (W or F) nearly throughout in Unicode Annex 11; enough to put a caret right.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}
