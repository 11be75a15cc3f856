/// A configuration file's text, checked to be text and kept by lines so that a problem can show its own.
public struct ConfigurationSource: Sendable {
    /// The largest file that is read, in bytes.
    public static let byteLimit = 1_048_576

    /// The file's name, as it is shown to people.
    public let fileName: String
    /// The text in UTF-8, without a byte order mark.
    public let bytes: [UInt8]
    /// The text, line by line, without the line breaks.
    public let lines: [String]

    /// Takes a file's content.
    ///
    /// - Throws: ``ConfigurationProblems`` when the content is too long, is not UTF-8, or holds control characters.
    public init(fileName: String, bytes: [UInt8]) throws(ConfigurationProblems) {
        self.fileName = fileName
        guard bytes.count <= Self.byteLimit else {
            let start = SourceMark(file: fileName, line: 1, column: 1)
            throw ConfigurationProblems([
                ConfigurationProblem(mark: start, message: "the file is longer than \(Self.byteLimit) bytes")
            ])
        }
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        self.bytes = bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(byteOrderMark.count)) : bytes
        self.lines = Self.lines(of: String(decoding: self.bytes, as: UTF8.self))
        try refuseWhatIsNotText()
    }

    /// The line of that number, counted from 1; `nil` past the end.
    public func line(_ number: Int) -> String? {
        lines.indices.contains(number - 1) ? lines[number - 1] : nil
    }

    /// The place of a byte, for parsers that count bytes.
    public func mark(ofByte offset: Int) -> SourceMark {
        let before = Self.lines(of: String(decoding: bytes.prefix(max(0, offset)), as: UTF8.self))
        let column = (before.last?.unicodeScalars.count ?? 0) + 1
        return SourceMark(file: fileName, line: before.count, column: column)
    }

    /// A problem at a place of this file, with the line it shows.
    public func problem(at mark: SourceMark, _ message: String, suggestion: String? = nil) -> ConfigurationProblem {
        ConfigurationProblem(mark: mark, message: message, suggestion: suggestion, sourceLine: line(mark.line))
    }

    private func refuseWhatIsNotText() throws(ConfigurationProblems) {
        if let offset = Self.firstInvalidByte(in: bytes) {
            throw ConfigurationProblems([problem(at: mark(ofByte: offset), "the file is not valid UTF-8")])
        }
        let control = bytes.firstIndex { ($0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D) || $0 == 0x7F }
        if let control {
            let hex = String(bytes[control], radix: 16, uppercase: true)
            let name = "U+" + String(repeating: "0", count: 4 - hex.count) + hex
            throw ConfigurationProblems([
                problem(at: mark(ofByte: control), "the control character \(name) is not allowed")
            ])
        }
    }

    private static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
        var decoder = Unicode.UTF8.ForwardParser()
        var input = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.parseScalar(from: &input) {
            case .valid(let encoded): offset += encoded.count
            case .error: return offset
            case .emptyInput: return nil
            }
        }
    }

    /// Splits where YAML 1.1 does (also at NEL, LS and PS), so that lines are numbered as its parsers number them.
    private static func lines(of text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                lines.append(String(line))
                line.removeAll()
            default: line.append(scalar)
            }
            previous = scalar
        }
        lines.append(String(line))
        return lines
    }
}
