/// The ledger as a page for readers, `docs/conformance.md`.
public struct LedgerPage: Sendable {
    private let ledger: Ledger
    private let claims: [String: [(file: String, claim: Claim)]]

    /// Makes the page of a ledger.
    public init(_ ledger: Ledger) {
        self.ledger = ledger
        var claims: [String: [(file: String, claim: Claim)]] = [:]
        for entry in ledger.claims {
            for id in Set(entry.claim.requirements) { claims[id, default: []].append(entry) }
        }
        self.claims = claims
    }

    /// The page in Markdown.
    public var markdown: String {
        let offered = ledger.requirements.all.filter(\.isOffered)
        let leftOut = ledger.requirements.all.filter { !$0.isOffered }
        var page = """
            # Conformance

            What RFC 7643, RFC 7644 and their companions ask of a service provider, in our own words, and the tests that \
            show it. Each test names its requirements with the trait `.shows("…")`; this page is made from those traits \
            and from `Tests/ConformanceLedger/requirements.tsv` by `make ledger`, and a test fails when it is out of date.

            A requirement is covered when a test names it. No change is merged while a test fails, and tests that are \
            switched off do not count, so **a covered row is covered by a passing test**. Behaviour that an RFC states \
            without MUST or SHOULD counts as MUST. Where an RFC leaves a choice, the tests show which way Roster went; \
            deliberate deviations are listed in [architecture.md](architecture.md).


            """
        page += summary(offered: offered, leftOut: leftOut)
        var heading: String?
        for requirement in offered {
            let title = Self.heading(requirement)
            if title != heading { page += "\n## \(title)\n\n" + Self.columns }
            heading = title
            page += row(requirement)
        }
        if !leftOut.isEmpty {
            page += "\n## Not offered, and announced so\n\n"
            page +=
                "Optional features that Roster leaves out. Their tests show that discovery or the answers say so.\n\n"
            page += Self.columns + leftOut.map(row).joined()
        }
        return page
    }

    private static let columns = "| id | level | requirement | shown by |\n| --- | --- | --- | --- |\n"

    private func summary(offered: [Requirement], leftOut: [Requirement]) -> String {
        var table = "| level | covered | total |\n| --- | ---: | ---: |\n"
        for level in Requirement.Level.allCases {
            table += counts(level.rawValue, offered.filter { $0.level == level })
        }
        table += counts("not offered", leftOut)
        return table + counts("all", offered + leftOut)
    }

    private func counts(_ title: String, _ requirements: [Requirement]) -> String {
        "| \(title) | \(requirements.count { claims[$0.id] != nil }) | \(requirements.count) |\n"
    }

    private func row(_ requirement: Requirement) -> String {
        let tests = claims[requirement.id, default: []].map { file, claim in
            "[\(Self.escaped(claim.name))](../\(file))"
        }
        let cell =
            tests.isEmpty
            ? (requirement.needsTest ? "**not covered**" : "not covered") : tests.joined(separator: "<br>")
        return
            "| \(requirement.id) | \(requirement.level.rawValue) | \(requirement.statement.replacing("|", with: "\\|")) | \(cell) |\n"
    }

    private static func heading(_ requirement: Requirement) -> String {
        let document = requirement.document, section = requirement.section
        guard document.first?.isNumber == true else { return "Clients: \(section)" }
        guard section.first?.isNumber == true else { return "RFC \(document), \(section)" }
        return "[RFC \(document) §\(section)](https://www.rfc-editor.org/rfc/rfc\(document)#section-\(section))"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if #"\|[]<>*_`"#.contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}
