import RosterCore
import Testing

@Suite("Configuration — problems show the line and a caret")
struct ConfigurationProblemTests {
    @Test(
        "the caret stands under the column",
        arguments: [
            ("    tokns: 1", 5, "    tokns: 1\n    ^"),
            ("\ttokns: 1", 2, "\ttokns: 1\n\t^"),
            ("é: [x]", 4, "é: [x]\n   ^"),
            ("e\u{301}: x", 5, "e\u{301}: x\n   ^"),
            ("名: x", 4, "名: x\n    ^"),
            ("", 1, "\n^"),
            ("ab", 9, "ab\n  ^"),
            ("\u{1B}[31m: x", 1, "\u{FFFD}[31m: x\n^"),
        ])
    func caret(_ line: String, column: Int, shown: String) {
        let mark = SourceMark(file: "config.yaml", line: 12, column: column)
        let problem = ConfigurationProblem(
            mark: mark, message: "unknown key 'tokns'", suggestion: "tokens", sourceLine: line)
        let headline = "config.yaml:12:\(column): error: unknown key 'tokns'; did you mean 'tokens'?"
        #expect(problem.description == "\(headline)\n\(shown)")
    }

    @Test("a very long line is shown around the place")
    func longLine() {
        let line = String(repeating: "a", count: 10_000) + "b" + String(repeating: "c", count: 10_000)
        let mark = SourceMark(file: "f", line: 1, column: 10_001)
        let shown = ConfigurationProblem(mark: mark, message: "m", sourceLine: line).description.split(separator: "\n")
            .map { Array($0) }
        #expect(shown.count == 3 && shown[1].count == 160)
        #expect(shown[1].firstIndex(of: "b") == shown[2].firstIndex(of: "^"))
    }

    @Test("problems come in the order of the file")
    func order() {
        let problems = [(2, 1), (1, 9), (1, 2)].map { line, column in
            ConfigurationProblem(mark: SourceMark(file: "f", line: line, column: column), message: "m")
        }
        let expected = "f:1:2: error: m\nf:1:9: error: m\nf:2:1: error: m"
        #expect(ConfigurationProblems(problems).description == expected)
    }

    @Test(
        "what is not text is refused with its place",
        arguments: [
            ([0x61, 0x0A, 0x62, 0xFF, 0x63], 2, 2, "the file is not valid UTF-8"),
            ([0xC3, 0xA9, 0xC3], 1, 2, "the file is not valid UTF-8"),
            ([0xED, 0xA0, 0x80], 1, 1, "the file is not valid UTF-8"),
            ([0xC3, 0xA9, 0x00], 1, 2, "the control character U+0000 is not allowed"),
            ([0x0D, 0x0A, 0x0D, 0x1B], 3, 1, "the control character U+001B is not allowed"),
            ([UInt8](repeating: 0x61, count: 1_048_577), 1, 1, "the file is longer than 1048576 bytes"),
        ] as [([UInt8], Int, Int, String)])
    func notText(_ bytes: [UInt8], line: Int, column: Int, message: String) {
        let thrown = #expect(throws: ConfigurationProblems.self) {
            try ConfigurationSource(fileName: "f", bytes: bytes)
        }
        #expect(thrown?.problems.map(\.message) == [message])
        #expect(thrown?.problems.map(\.mark) == [SourceMark(file: "f", line: line, column: column)])
    }

    @Test("a byte order mark is no part of the text")
    func byteOrderMark() throws {
        let source = try ConfigurationSource(fileName: "f", bytes: [0xEF, 0xBB, 0xBF, 0x61])
        #expect(source.lines == ["a"] && source.bytes == [0x61])
    }
}
