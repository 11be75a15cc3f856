import RosterCore
import RosterTesting
import Testing

@Suite("The contract of a store — MappedStore")
struct MappedStoreConformanceTests {
    @Test("keeps every rule around a store that keeps them", arguments: StoreConformance.rules)
    func contract(_ rule: StoreConformance.Rule) async throws {
        try await rule.check { MappedStore(InMemoryStore(), mapper: RenamingMapper()) }
    }
}
