/// A text made ready to be looked for in many others, in a time that grows with their length alone.
struct TextSearch {
    private let part: String
    private let bytes: [UInt8]
    private let isASCII: Bool
    private let isBeyondASCII: Bool
    /// For each beginning of the text the length of the longest shorter beginning with which it ends (Knuth, Morris, Pratt).
    private let borders: [Int]

    init(_ part: String) {
        self.part = part
        bytes = Array(part.utf8)
        isASCII = bytes.allSatisfy { $0 < 0x80 }
        isBeyondASCII = part.isBeyondASCII
        var borders = [0]
        for index in bytes.indices.dropFirst() {
            var border = borders[index - 1]
            while border > 0, bytes[index] != bytes[border] { border = borders[border - 1] }
            borders.append(bytes[index] == bytes[border] ? border + 1 : 0)
        }
        self.borders = borders
    }

    /// Whether the text is part of another one, by characters.
    func isPart(of text: String) -> Bool {
        if bytes.isEmpty { return true }
        if isBeyondASCII, text.utf8.allSatisfy({ $0 < 0x80 }) { return false }
        // Of ASCII texts the bytes are the characters, save for line ends, and comparing them is many times faster.
        guard isASCII, text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.contains(part) }
        var matched = 0
        return text.utf8.contains { byte in
            while matched > 0, byte != bytes[matched] { matched = borders[matched - 1] }
            if byte == bytes[matched] { matched += 1 }
            return matched == bytes.count
        }
    }
}

extension String {
    /// Whether no ASCII text holds this one.
    ///
    /// Some characters beyond ASCII are equal to one within it: the Kelvin sign and Greek forms of `;` and the grave accent.
    var isBeyondASCII: Bool {
        unicodeScalars.contains { !$0.isASCII && ![0x212A, 0x037E, 0x1FEF].contains($0.value) }
    }
}
