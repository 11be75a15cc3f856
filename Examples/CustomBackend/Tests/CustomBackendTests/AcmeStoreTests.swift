import RosterTesting
import Testing

@testable import CustomBackend

@Suite("The contract of a store — AcmeStore")
struct AcmeStoreTests {
    @Test("keeps every rule", arguments: StoreConformance.rules)
    func contract(_ rule: StoreConformance.Rule) async throws {
        try await rule.check { AcmeStore() }
    }
}
