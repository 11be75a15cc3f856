import Foundation
import JSONFileStorage
import Logging
import RosterCore
import RosterCrypto
import RosterTesting
import SCIM
import Testing

@Suite("The feed of changes — what a change of a group tells")
struct FeedTests {
    private struct Case {
        let store: JSONFileStore
        let directory: Directory

        func group(_ members: [Resource]) async throws -> Resource {
            let values = members.map { AttributeValue.complex([.value: .string($0.id.text), .type: "User"]) }
            return try await store.create(
                Draft(checking: [.displayName: "Crew", .members: .array(values)], as: .group))
        }

        func user(_ name: String) async throws -> Resource {
            try await store.create(Draft(checking: [.userName: .string(name)], as: .user))
        }

        /// What changes tell that a body does.
        func changes(_ body: () async throws -> Void) async throws -> [DirectoryChange] {
            var position = try await directory.position()
            try await body()
            var found: [DirectoryChange] = []
            while case let next = try await directory.changes(after: position), let last = next.last {
                found += next
                position = last.position
            }
            return found
        }
    }

    private func run(_ body: (Case) async throws -> Void) async throws {
        let folder = URL.temporaryDirectory.appending(path: "roster-feed-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let store = try await JSONFileStore.open(path: folder.path(), types: [.user, .group], logger: logger)
        let service = ProvisioningService(
            store: store, roles: Nothing(), types: [.user, .group], cursors: AESCursorSeal(), logger: logger)
        let directory = Directory(service: service, mapper: LoginMapper(), logger: logger)
        try await body(Case(store: store, directory: directory))
        await store.close()
    }

    @Test("another external id of a group, or another order of its members, shows in no record: the lists are empty")
    func unseen() async throws {
        try await run { test in
            var users: [Resource] = []
            for number in 0..<1_200 { users.append(try await test.user("u\(number)")) }
            let group = try await test.group(users)
            var repairs = Repairs()
            let body: AttributeValue = [
                "schemas": [.string(MessageURI.patchOp)],
                "Operations": [["op": "replace", "path": "externalId", "value": "another"]],
            ]
            let renaming = Modification.patch(
                try PatchOperation.operations(reading: body, for: .group, repairs: &repairs))
            let all = users.reversed().map { AttributeValue.complex([.value: .string($0.id.text), .type: "User"]) }
            let draft = try Draft(checking: [.displayName: "Crew", .members: .array(all)], as: .group)
            let changes = try await test.changes {
                _ = try await test.store.modify(group.key, by: renaming, if: .none, selecting: .minimum)
                _ = try await test.store.modify(group.key, by: .replace(with: draft), if: .none, selecting: .minimum)
            }
            #expect(changes.count >= 2)
            #expect(changes.allSatisfy { $0.users.isEmpty && $0.teams.isEmpty })
        }
    }

    @Test("a team that is deleted tells who was in it, as one that is created tells who came")
    func deleted() async throws {
        try await run { test in
            let ada = try await test.user("ada"), ben = try await test.user("ben")
            let changes = try await test.changes {
                let group = try await test.group([ada, ben])
                try await test.store.delete(group.key, if: .none)
            }
            #expect(changes.count == 2)
            #expect(changes.first?.teams.first?.membersAdded == [ada.id, ben.id])
            #expect(changes.last?.teams.first?.membersRemoved == [ada.id, ben.id])
            #expect(changes.last?.users.map(\.teamsLost).count == 2)
        }
    }
}

private struct Nothing: RoleResolver {
    func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
    var catalogue: [Role] { [] }
}

/// Shows names alone.
private struct LoginMapper: AttributeMapper {
    func record(from attributes: Attributes, of type: ResourceType) -> Attributes {
        ["name": attributes[type == .group ? .displayName : .userName] ?? .null]
    }

    func attributes(_ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType) -> Attributes {
        attributes
    }

    func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? { nil }
}
