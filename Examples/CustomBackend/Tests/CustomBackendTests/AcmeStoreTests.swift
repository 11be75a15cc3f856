import RosterTesting
import SCIM
import Testing

@testable import CustomBackend

@Suite("The contract of a store — AcmeStore")
struct AcmeStoreTests {
    @Test("keeps every rule", arguments: StoreConformance.rules)
    func contract(_ rule: StoreConformance.Rule) async throws {
        try await rule.check { AcmeStore() }
    }

    @Test("keeps every rule over the records of a mapper", arguments: StoreConformance.rules)
    func contractOverRecords(_ rule: StoreConformance.Rule) async throws {
        try await rule.check(StoreConformance.overRecords { _ in AcmeStore() })
    }

    @Test("keeps the names of teams unique where the configuration wants it")
    func teamNames() async throws {
        try await StoreConformance.uniqueness(of: .displayName, among: .group).check { AcmeStore() }
    }
}
