import Foundation
import JSONFileStorage
import Logging
import RosterCore
import RosterCrypto
import SCIM
import Testing

@Suite("An application that follows the directory in its own process")
struct FollowingTests {
    // docs/directory.md shows this function; a test holds them together.
    func mirror(_ directory: Directory, until isEnough: (_ logins: Set<String>) -> Bool) async throws -> Set<String> {
        var position = try await directory.position()
        var logins: Set<String> = []
        func note(_ user: DirectoryUser) { logins.insert(user.record?[.userName]?.string ?? "") }

        var page = try await directory.users(count: 100)
        page.entries.forEach(note)
        while let next = page.next {
            page = try await directory.users(after: next, count: 100)
            page.entries.forEach(note)
        }
        while !isEnough(logins) {
            for change in try await directory.changes(after: position, waiting: .seconds(30)) {
                for user in change.users { user.after.map(note) }
                position = change.position
            }
        }
        return logins
    }

    @Test(.timeLimit(.minutes(1)))
    func `it reads what is there, then what comes`() async throws {
        let folder = "\(NSTemporaryDirectory())following-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let logger = Logger(label: "following")
        let store = try await JSONFileStore.open(path: folder, types: [.user, .group], logger: logger)
        let service = ProvisioningService(
            store: store, roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(), logger: logger)
        let directory = Directory(service: service, mapper: PlainRecords(), logger: logger)
        _ = try await store.create(Draft(unchecked: [.userName: "ada"], as: .user))
        async let logins = mirror(directory) { $0.contains("bob") }
        _ = try await store.create(Draft(unchecked: [.userName: "bob"], as: .user))
        #expect(try await logins == ["ada", "bob"])
        await store.close()
    }
}

private struct NoRoles: RoleResolver {
    let catalogue: [Role] = []
    func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
}
