/// A text made ready to be looked for in many others (`co`, `sw`, `ew`), in a time that grows with their length alone.
///
/// Both texts are compared scalar by scalar in their composed form. So a letter is found without the vowel sign or the accent
/// that follows it, a person in a family of emoji, and either spelling of `é` in the other. `é` does not contain `e`.
struct TextSearch {
    /// Where in another text it has to stand.
    enum Place {
        case anywhere
        case start
        case end
    }

    private let place: Place
    /// UTF-8, in which no scalar begins inside another one, so that bytes tell what scalars would.
    private let bytes: [UInt8]
    private let isASCII: Bool
    /// For each beginning of the text the length of the longest shorter beginning with which it ends (Knuth, Morris, Pratt).
    private let borders: [Int]

    init(_ part: String, at place: Place) {
        self.place = place
        bytes = Array(part.composed.utf8)
        isASCII = bytes.allSatisfy { $0 < 0x80 }
        borders = place == .anywhere ? Self.borders(of: bytes) : []
    }

    private static func borders(of bytes: [UInt8]) -> [Int] {
        var borders = [0]
        for index in bytes.indices.dropFirst() {
            var border = borders[index - 1]
            while border > 0, bytes[index] != bytes[border] { border = borders[border - 1] }
            borders.append(bytes[index] == bytes[border] ? border + 1 : 0)
        }
        return borders
    }

    /// Whether the text stands at its place in another one.
    func isFound(in text: String) -> Bool {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return isASCII && isFound(in: text.utf8) }
        return isFound(in: text.composed.utf8)
    }

    private func isFound(in text: String.UTF8View) -> Bool {
        switch place {
        case .start: return text.starts(with: bytes)
        case .end: return text.suffix(bytes.count).elementsEqual(bytes)
        case .anywhere:
            if bytes.isEmpty { return true }
            var matched = 0
            return text.contains { byte in
                while matched > 0, byte != bytes[matched] { matched = borders[matched - 1] }
                if byte == bytes[matched] { matched += 1 }
                return matched == bytes.count
            }
        }
    }
}

extension TextSearch {
    /// What a comparison looks for; `nil` if it does not look for a part of a text.
    init?(_ comparison: ComparisonOperator, _ operand: ResolvedFilter.Operand) {
        guard case .string(let part) = operand else { return nil }
        switch comparison {
        case .co: self.init(part, at: .anywhere)
        case .sw: self.init(part, at: .start)
        case .ew: self.init(part, at: .end)
        case .eq, .ne, .gt, .ge, .lt, .le: return nil
        }
    }
}
