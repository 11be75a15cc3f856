import RosterTesting
import SCIM
import Testing

@testable import RosterCore

@Suite("The groups of the users of a page are bounded together")
struct GroupCountTests {
    @Test("nested groups multiply up to a limit, and one user alone is always shown")
    func limit() async throws {
        let store = InMemoryStore()
        var users: [ResourceID] = []
        for number in 0..<150 {
            users.append(try await store.create(Draft(checking: [.userName: .string("u\(number)")], as: .user)).id)
        }
        var members = users.map { id -> AttributeValue in [.value: .string(id.text), .type: "User"] }
        for level in 0..<5 {
            let group = try await store.create(
                Draft(checking: [.displayName: .string("g\(level)"), .members: .array(members)], as: .group))
            members = [[.value: .string(group.id.text), .type: "Group"]]
        }
        let found = try await store.allGroups(of: users, in: .group, atMost: 750)
        #expect(found.count == 150 && found.values.allSatisfy { $0.count == 5 })
        let error = await #expect(throws: SCIMError.self) {
            try await store.allGroups(of: users, in: .group, atMost: 749)
        }
        #expect(error?.code == .tooMany)
        #expect(try await store.allGroups(of: [users[0]], in: .group, atMost: 1)[users[0]]?.count == 5)
        // A reader of changes must get past every change.
        #expect(try await store.allGroups(of: users, in: .group, atMost: nil).count == 150)
    }
}
