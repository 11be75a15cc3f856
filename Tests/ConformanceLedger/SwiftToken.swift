/// A piece of Swift source, as far as looking for tests needs it told apart.
enum SwiftToken: Equatable {
    /// An identifier or a number.
    case word(String)
    /// The content of a string literal, without what is interpolated.
    case string(String)
    /// Any other character.
    case mark(Character)

    /// The pieces of a source file, without comments and blanks.
    static func tokens(of source: String) -> [SwiftToken] {
        var lexer = Lexer(bytes: Array(source.utf8))
        return lexer.tokens(upTo: nil)
    }
}

private struct Lexer {
    let bytes: [UInt8]
    var index = 0

    /// Reads to the end of the source, or past the parenthesis that ends an interpolation.
    mutating func tokens(upTo end: UInt8?) -> [SwiftToken] {
        var tokens: [SwiftToken] = [], depth = 0
        while let byte = peek() {
            if starts(with: "//") {
                while let byte = peek(), byte != UInt8(ascii: "\n") { index += 1 }
            } else if starts(with: "/*") {
                comment()
            } else if let hashes = hashesBeforeQuote() {
                tokens.append(.string(string(hashes: hashes)))
            } else if isWord(byte) {
                let start = index
                while let byte = peek(), isWord(byte) { index += 1 }
                tokens.append(.word(String(decoding: bytes[start..<index], as: UTF8.self)))
            } else if byte == UInt8(ascii: "`") {
                index += 1
                let start = index
                while let byte = peek(), byte != UInt8(ascii: "`") { index += 1 }
                tokens.append(.word(String(decoding: bytes[start..<index], as: UTF8.self)))
                index += 1
            } else {
                index += 1
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") {
                    if end == byte, depth == 0 { break }
                    depth -= 1
                }
                if byte > UInt8(ascii: " ") { tokens.append(.mark(Character(UnicodeScalar(byte)))) }
            }
        }
        return tokens
    }

    private mutating func comment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                index += 2
            } else if starts(with: "*/") {
                depth -= 1
                index += 2
            } else {
                index += 1
            }
        } while depth > 0 && index < bytes.count
    }

    /// How many `#` a string literal begins with here, nil if none begins.
    private func hashesBeforeQuote() -> Int? {
        let hashes = bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count
        return index + hashes < bytes.count && bytes[index + hashes] == UInt8(ascii: "\"") ? hashes : nil
    }

    private mutating func string(hashes: Int) -> String {
        let hash = String(repeating: "#", count: hashes)
        index += hashes
        let quotes = starts(with: "\"\"\"") ? "\"\"\"" : "\""
        index += quotes.utf8.count
        var content: [UInt8] = []
        while let byte = peek() {
            if starts(with: quotes + hash) {
                index += quotes.utf8.count + hashes
                break
            }
            // A literal of one line ends with it, whatever it was.
            if quotes == "\"", byte == UInt8(ascii: "\n") { break }
            if starts(with: "\\" + hash) {
                index += 1 + hashes
                if peek() == UInt8(ascii: "(") {
                    index += 1
                    _ = tokens(upTo: UInt8(ascii: ")"))
                    continue
                }
            }
            if index < bytes.count { content.append(bytes[index]) }
            index += 1
        }
        return String(decoding: content, as: UTF8.self)
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private func starts(with text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    private func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
