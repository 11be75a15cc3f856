import RosterCore
import Testing
import YAMLConfiguration

@Suite("YAML — what a document means")
struct YAMLTreeTests {
    @Test(
        "values become a tree without types",
        arguments: [
            ("a: 1\nb: [x, 'y']\n", "{a: 1, b: [x, \"y\"]}"),
            ("- a\n- b: no\n  c:\n    - d\n", "[a, {b: no, c: [d]}]"),
            ("a: ~\nb: null\nc:\nd: ''\ne: \"null\"\n", "{a: -, b: -, c: -, d: \"\", e: \"null\"}"),
            ("a: |\n  one\n  two\nb: >\n  one\n  two\n", "{a: \"one\ntwo\n\", b: \"one two\n\"}"),
            ("", "-"), ("# nothing\n", "-"), ("---\n", "-"), ("--- text\n...\n", "text"),
            ("\u{FEFF}a: ü\r\nb: \"\\u00e9\"\r\n", "{a: ü, b: \"é\"}"),
            ("a: ${HOME}\n", "{a: ${HOME}}"), ("<<: 1\n", "{<<: 1}"),
        ])
    func values(_ text: String, means tree: String) throws {
        #expect(try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "f").root.outline == tree)
    }

    @Test("lists may nest as deep as the limit, and no deeper")
    func depth() throws {
        func lists(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try ConfigurationFormat.yaml.document(from: lists(32), fileName: "f")
        let thrown = #expect(throws: ConfigurationProblems.self) {
            try ConfigurationFormat.yaml.document(from: lists(33), fileName: "f")
        }
        #expect(thrown?.problems.map(\.message) == ["values are nested more than 32 deep"])
        #expect(throws: ConfigurationProblems.self) {
            try ConfigurationFormat.yaml.document(from: lists(500_000), fileName: "f")
        }
    }

    @Test("every value knows its place")
    func marks() throws {
        let text = "ü: [é, b]\nstore:\n  path: \"x\"\n"
        let root = try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "f").root
        #expect(root.places == ["1:1", "1:1", "1:4", "1:5", "1:8", "2:1", "3:3", "3:3", "3:9"])
    }

    @Test("the format is found by the file's name")
    func fileExtensions() {
        #expect(ConfigurationFormat.yaml.fileExtensions == ["yaml", "yml"])
    }
}

extension ConfigurationNode {
    /// The tree on one line; `-` is nothing.
    fileprivate var outline: String {
        switch content {
        case .null: "-"
        case .scalar(let text, let isQuoted): isQuoted ? "\"\(text)\"" : text
        case .sequence(let items): "[\(items.map(\.outline).joined(separator: ", "))]"
        case .mapping(let entries): "{\(entries.map { "\($0.key): \($0.value.outline)" }.joined(separator: ", "))}"
        }
    }

    /// The places of all values and keys, in the order of the file.
    fileprivate var places: [String] {
        let own = "\(mark.line):\(mark.column)"
        switch content {
        case .null, .scalar: return [own]
        case .sequence(let items): return [own] + items.flatMap(\.places)
        case .mapping(let entries):
            return [own] + entries.flatMap { ["\($0.keyMark.line):\($0.keyMark.column)"] + $0.value.places }
        }
    }
}
