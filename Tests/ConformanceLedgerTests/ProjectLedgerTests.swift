import ConformanceLedger
import Foundation
import Testing

@Suite("The ledger of this project")
struct ProjectLedgerTests {
    @Test("every id that a test names exists")
    func ids() throws {
        let unknown = try Ledger.project().unknown
        #expect(unknown == [])
    }

    @Test("every MUST, every SHOULD and every feature that is left out has a test")
    func coverage() throws {
        let missing = try Ledger.project().missing.map(\.id)
        #expect(missing == [], "no test shows these requirements")
    }

    @Test("docs/conformance.md is up to date")
    func page() throws {
        let page = LedgerPage(try Ledger.project()).markdown
        if ProcessInfo.processInfo.environment["ROSTER_WRITE_LEDGER"] == "1" {
            try Project.write(page, to: "docs/conformance.md")
        }
        let isCurrent = try Project.read("docs/conformance.md") == page
        #expect(isCurrent, "docs/conformance.md is out of date; run: make ledger")
    }
}
