import RosterCore
import Testing
import YAMLConfiguration

@Suite("YAML — what is refused, and how it is shown")
struct YAMLProblemTests {
    private static let tab = "this line is indented with a tab; YAML is indented with blanks"
    private static let colon =
        "a ':' is not allowed here: put a value that holds ': ' in quotes, and indent a key like its neighbours"
    private static let key = "this line is not indented like the other keys of its mapping"
    private static let item = "this line is not indented like the other items of its list, or lacks its '-'"
    private static let mapping = "a mapping in braces needs ',' between its keys and '}' at its end"
    private static let variable =
        "between braces or brackets YAML reads the '{' of '${' itself: put the value in quotes, such as \"${NAME}\""
    private static let list = "a list in brackets needs ',' between its items and ']' at its end"

    @Test(
        "refusals",
        arguments: [
            ("a: 1\nb: 2\na: 3\n", "f:3:1: error: key 'a' is in this mapping already, at line 1\na: 3\n^"),
            ("a: &x 1\n", "f:1:4: error: anchors are not allowed\na: &x 1\n   ^"),
            ("é: *x\n", "f:1:4: error: aliases are not allowed; write the value out\né: *x\n   ^"),
            ("a: !!str 1\n", "f:1:4: error: tags are not allowed\na: !!str 1\n   ^"),
            ("a: ! 1\n", "f:1:4: error: tags are not allowed\na: ! 1\n   ^"),
            ("a: 1\n---\nb: 2\n", "f:2:1: error: a configuration is one document; a second one begins here\n---\n^"),
            ("? [a]\n: 1\n", "f:1:3: error: a key must be text\n? [a]\n  ^"),
            ("'': 1\n", "f:1:1: error: a key must be text\n'': 1\n^"),
            (
                "a: 1\nb: \"x\n",
                "f:2:4: error: the quotes are never closed\nb: \"x\n   ^"
            ),
            (
                "a: 1\nb: {c: 1\n",
                "f:2:4: error: a mapping in braces needs ',' between its keys and '}' at its end\nb: {c: 1\n   ^"
            ),
            ("名: b: c", "f:1:5: error: \(colon)\n名: b: c\n     ^"),
            ("a:\n\t- b\n", "f:2:1: error: \(tab)\n\t- b\n^"),
            ("a:\n  b: 1\n\tc: 2\n", "f:3:1: error: \(tab)\n\tc: 2\n^"),
            ("a:\n \tb: 1\n", "f:2:2: error: \(tab)\n \tb: 1\n ^"),
            ("a: b\n c\nd", "f:3:1: error: a key needs a ':' and a blank behind it\nd\n^"),
            ("a:\n  b: 1\n c: 2\n", "f:3:2: error: \(key)\n c: 2\n ^"),
            ("a:\n  b: 1\n   c: 2\n", "f:3:5: error: \(colon)\n   c: 2\n    ^"),
            ("a:\n  - b\n - c\n", "f:3:2: error: \(key)\n - c\n ^"),
            ("a:\n  - b\n  c: 1\n", "f:3:3: error: \(item)\n  c: 1\n  ^"),
            ("a: - b\n", "f:1:4: error: a '-' is not allowed here; begin a list on a line of its own\na: - b\n   ^"),
            ("a: @b\n", "f:1:4: error: a value cannot begin with '@'; put it in quotes\na: @b\n   ^"),
            ("a: \t`b\n", "f:1:5: error: a value cannot begin with '`'; put it in quotes\na: \t`b\n   \t^"),
            (
                "%x\na: 1\n",
                "f:1:3: error: a line that begins with '%' is not allowed; put the text in quotes\n%x\n  ^"
            ),
            ("a: { b: ${HOST} }\n", "f:1:10: error: \(variable)\na: { b: ${HOST} }\n         ^"),
            ("a: [b, x${HOST}]\n", "f:1:10: error: \(variable)\na: [b, x${HOST}]\n         ^"),
            ("a: {b: 1 {\n", "f:1:10: error: \(mapping)\na: {b: 1 {\n         ^"),
            ("a: [b, c\nd: 1\n", "f:2:2: error: \(list)\nd: 1\n ^"),
            ("a: \u{85}b\n  - \u{9F}", "f:3:5: error: control characters are not allowed\n  - \u{FFFD}\n    ^"),
        ])
    func refusals(_ text: String, shown: String) {
        let thrown = #expect(throws: ConfigurationProblems.self) {
            try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "f")
        }
        #expect(thrown?.description == shown)
    }

    @Test("all refusals of a file are reported at once")
    func together() {
        let text = "a: &x 1\nb: *x\na: !t 2\nc: {d: 1, d: 2}\ne: [1\n"
        let thrown = #expect(throws: ConfigurationProblems.self) {
            try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "f")
        }
        #expect(
            thrown?.problems.map { [$0.mark.line, $0.mark.column] } == [
                [1, 4], [2, 4], [3, 1], [3, 4], [4, 11], [5, 4],
            ])
    }

    @Test("an unknown key is shown with its line and a caret")
    func unknownKey() throws {
        let text = "listen:\n\n\n\n\n\n\n\n\n\nserver:\n    tokns: 1\n"
        let report = ConfigurationReport()
        let environment = ConfigurationEnvironment(variable: { _ in nil }, contents: { _ in [] })
        let config = try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "config.yaml")
            .section(reportingTo: report, in: environment)
        _ = try config.optional("listen", as: String.self)
        let tokens = try config.section("server").reading { try $0.required("tokens", as: Int.self) }
        #expect(tokens == nil)
        try config.finish()
        #expect(
            report.problems.map(\.description) == [
                """
                config.yaml:12:5: error: unknown key 'tokns'; did you mean 'tokens'?
                    tokns: 1
                    ^
                """
            ])
    }

    @Test(
        "a file that is not a mapping is refused, an empty one is an empty section",
        arguments: [
            ("- a\n", "f:1:1: error: a configuration must be a mapping, not a list\n- a\n^"),
            ("text\n", "f:1:1: error: a configuration must be a mapping, not a single value\ntext\n^"),
            ("", nil),
        ])
    func root(_ text: String, shown: String?) throws {
        let report = ConfigurationReport()
        let environment = ConfigurationEnvironment(variable: { _ in nil }, contents: { _ in [] })
        let document = try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "f")
        let config = try? document.section(reportingTo: report, in: environment)
        #expect((config == nil) == (shown != nil))
        #expect(report.problems.map(\.description) == (shown.map { [$0] } ?? []))
    }
}
