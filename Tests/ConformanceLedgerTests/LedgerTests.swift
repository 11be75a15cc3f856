import ConformanceLedger
import Testing

@Suite("The ledger tells what is shown and what is not")
struct LedgerTests {
    private let list = """
        id\tlevel\tarea\toffered\tstatement
        9-1.2-a\tMUST\tcreate\tyes\tOne | two.
        9-1.2-b\tSHOULD\tcreate\tyes\tTwo.
        9-2-a\tMAY\tread\tyes\tThree.
        9-3-a\tMAY\tevents\tno\tFour.
        interop-Some-a\tMAY\tread\tyes\tFive.
        """

    private func ledger(_ claims: Claim...) throws -> Ledger {
        Ledger(requirements: try Requirements(tsv: list), claims: claims.map { ("Tests/A.swift", $0) })
    }

    @Test("ids that nobody knows are told with the test that names them")
    func unknown() throws {
        let ledger = try ledger(Claim(suite: "S", test: "t", requirements: ["9-2-a", "9-2-z"]))
        #expect(ledger.unknown == ["9-2-z in Tests/A.swift, S: t"])
    }

    @Test("MUST, SHOULD and what is not offered need a test; MAY does not")
    func missing() throws {
        #expect(try ledger().missing.map(\.id) == ["9-1.2-a", "9-1.2-b", "9-3-a"])
        let ledger = try ledger(Claim(suite: "S", test: nil, requirements: ["9-1.2-a", "9-3-a"]))
        #expect(ledger.missing.map(\.id) == ["9-1.2-b"])
    }

    @Test("the page counts, groups by section and marks what is open")
    func page() throws {
        let page = LedgerPage(
            try ledger(
                Claim(suite: "S", test: "a|b", requirements: ["9-1.2-a"]),
                Claim(suite: "S", test: nil, requirements: ["9-1.2-a", "9-3-a"]))
        ).markdown
        for line in [
            "| MUST | 1 | 1 |", "| SHOULD | 0 | 1 |", "| MAY | 0 | 2 |", "| not offered | 1 | 1 |", "| all | 2 | 5 |",
            "## [RFC 9 §1.2](https://www.rfc-editor.org/rfc/rfc9#section-1.2)", "## Clients: Some",
            #"| 9-1.2-a | MUST | One \| two. | [S: a\|b](../Tests/A.swift)<br>[S](../Tests/A.swift) |"#,
            "| 9-1.2-b | SHOULD | Two. | **not covered** |", "| 9-2-a | MAY | Three. | not covered |",
            "## Not offered, and announced so", "| 9-3-a | MAY | Four. | [S](../Tests/A.swift) |",
        ] {
            #expect(page.split(separator: "\n").contains(Substring(line)), "\(line)")
        }
    }

    @Test(
        "a list with a fault is refused",
        arguments: [
            ("9-1-a\tMUST\tx\tyes", "five fields are needed"), ("9-1-a\tMUST\tx\tyes\t", "five fields are needed"),
            ("9-1-a\tCAN\tx\tyes\ty", "there is no level CAN"), ("9-1-a\tMAY\tx\tperhaps\ty", "offered is yes or no"),
            ("9-1.2-a\tMAY\tx\tyes\ty", "9-1.2-a stands there twice"),
        ])
    func malformed(_ line: String, reason: String) {
        let error = #expect(throws: Requirements.MalformedLine.self) { try Requirements(tsv: list + "\n" + line) }
        #expect(error?.reason == reason)
        #expect(error?.number == 7)
    }

    @Test("a trait with an id that nobody knows fails its test")
    func trait() throws {
        let test = try #require(Test.current)
        #expect(throws: UnknownRequirements.self) { try Shows.shows("9-9-z").prepare(for: test) }
    }
}
