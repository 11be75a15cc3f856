import PluginConfiguring
import RoleRules
import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("Roles by rules — what the store does not have")
struct RuleProblemTests {
    @Test("a rule for a group that is not there is named at its place")
    func absence() async throws {
        let store = InMemoryStore()
        let group = try await store.create(
            Draft(unchecked: ["displayName": "Admins", "externalId": "ext-1"], as: .group))
        let text = """
            roles: [{ id: admin, name: Administrator }]
            rules:
              - { name: admins, role: admin, group: { name: admins } }
              - { name: by-id, role: admin, group: { id: '\(group.id)' } }
              - { name: by-external, role: admin, group: { external-id: ext-1 } }
              - { name: gone, role: admin, group: { name: Operators } }
              - { name: no-id, role: admin, group: { id: '7' } }
              - { name: no-external, role: admin, group: { external-id: EXT-1 } }
              - { name: ops, role: admin, group: { pattern: 'ops-*' } }
              - { name: users, role: admin, users: 'title pr' }
            """
        let resolver = try #require(try await configure(.rules, text).product)
        let problems = try await resolver.problems(in: store)
        #expect(
            problems.map(\.description) == [
                """
                c:6:47: error: rule 'gone' names the group 'Operators', which does not exist (yet)
                  - { name: gone, role: admin, group: { name: Operators } }
                                                              ^
                """,
                """
                c:7:46: error: rule 'no-id' names the group '7', which does not exist (yet)
                  - { name: no-id, role: admin, group: { id: '7' } }
                                                             ^
                """,
                """
                c:8:61: error: rule 'no-external' names the group 'EXT-1', which does not exist (yet)
                  - { name: no-external, role: admin, group: { external-id: EXT-1 } }
                                                                            ^
                """,
            ])
        try await store.delete(group.key, if: .none)
        #expect(try await resolver.problems(in: store).map(\.mark.line) == [3, 4, 5, 6, 7, 8])
        #expect(try await RuleRoleResolver().problems(in: store) == [])
    }
}
