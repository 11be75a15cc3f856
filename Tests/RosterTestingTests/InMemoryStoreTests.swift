import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("The contract of a store — InMemoryStore")
struct InMemoryStoreTests {
    @Test("keeps every rule", arguments: StoreConformance.rules)
    func contract(_ rule: StoreConformance.Rule) async throws {
        try await rule.check { InMemoryStore() }
    }

    @Test("keeps more values unique where a type demands it", arguments: [ResourceType.user, .group])
    func moreUniqueness(_ type: ResourceType) async throws {
        try await StoreConformance.uniqueness(of: .displayName, among: type).check { InMemoryStore() }
    }

    @Test("is found faultless as a whole")
    func run() async throws {
        try await StoreConformance { InMemoryStore() }.run()
    }
}
