import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("The contract of a store — mutants")
struct FlawedStoreTests {
    @Test("the flawed store without a flaw keeps every rule")
    func flawless() async throws {
        try await StoreConformance { FlawedStore(nil) }.run()
    }

    @Test("a flaw is found by its rule", arguments: Flaw.allCases)
    func finds(_ flaw: Flaw) async throws {
        let rule = try #require(StoreConformance.rules.first { $0.name == flaw.rawValue })
        let failure = await #expect(throws: ConformanceFailure.self) { try await rule.check { FlawedStore(flaw) } }
        #expect(failure?.violations.map(\.rule) == [flaw.rawValue])
    }

    @Test("a store that knows of no unique value but userName is found out")
    func moreUniqueness() async throws {
        let rule = StoreConformance.uniqueness(of: .displayName, among: .user)
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await rule.check { FlawedStore(.comparesUserNameWithCase) }
        }
        #expect(failure?.violations.map(\.rule) == [rule.name])
    }

    @Test("every rule finds a flaw that was made for it")
    func completeness() {
        #expect(Set(StoreConformance.rules.map(\.name)) == Set(Flaw.allCases.map(\.rawValue)))
    }

    @Test("a run reports every broken rule at once")
    func report() async throws {
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await StoreConformance { FlawedStore(.ignoresStartIndex) }.run()
        }
        #expect(
            failure?.violations.map(\.rule) == [
                "windows hold their part and tell the total", "filter, order, window and selection go together",
            ])
        #expect(failure?.description.hasPrefix("2 of the rules are broken:\n- windows hold") == true)
    }
}
