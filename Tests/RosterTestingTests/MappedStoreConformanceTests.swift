import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("The contract of a store — MappedStore")
struct MappedStoreConformanceTests {
    @Test("keeps every rule around a store that keeps them", arguments: StoreConformance.rules)
    func contract(_ rule: StoreConformance.Rule) async throws {
        try await rule.check(StoreConformance.overRecords { _ in InMemoryStore() })
    }

    @Test("keeps the names of groups unique where the configuration wants it")
    func groupNames() async throws {
        let types: [ResourceType] = [.user, .group.withUniqueValues(of: .displayName)]
        try await StoreConformance.uniqueness(of: .displayName, among: .group)
            .check(StoreConformance.overRecords(of: types) { _ in InMemoryStore() })
    }

    @Test("a list of ids is as good as a list of members, save for their types", arguments: StoreConformance.rules)
    func idsAlone(_ rule: StoreConformance.Rule) async throws {
        // The rules that look at more of members than their ids.
        let others = [
            "members come and go as the operations say", "what was created is read back",
            "a modification that changes nothing changes neither version nor 'lastModified'",
        ]
        if others.contains(rule.name) { return }
        try await rule.check(
            StoreConformance.overRecords(by: RenamingMapper(members: .ids)) { _ in InMemoryStore() })
    }

    @Test("a store that looks at attributes by their names, not where the types say, is found out")
    func byName() async throws {
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await StoreConformance(StoreConformance.overRecords { _ in StoreByName() }).run()
        }
        let broken = Set(failure?.violations.map(\.rule) ?? [])
        #expect(
            broken.isSuperset(of: [
                "userName is unique without regard to case on create", "a deleted resource leaves every group",
                "the groups of members are told in the order of creation",
            ]))
    }
}

/// A store that takes records for resources.
private struct StoreByName: IdentityStore {
    private let base = InMemoryStore()

    private func named(_ type: ResourceType) -> ResourceType { type == .group ? .group : .user }

    func create(_ draft: Draft) async throws -> Resource {
        try await base.create(Draft(unchecked: draft.attributes, as: named(draft.type)))
    }

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource? {
        await base.resource(key, selecting: selection)
    }

    func search(_ query: Query) async throws -> Page { try await base.search(query) }

    func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        try await base.update(resource, if: precondition)
    }

    func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        try await base.delete(key, if: precondition)
    }
}
