import RosterCore
import RosterCrypto
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("The feed of changes in the application's words — changes that concern many")
struct DirectoryFeedTests {
    private func directory(_ store: JSONFileStore) -> Directory {
        let service = ProvisioningService(
            store: store, roles: ByName(), types: servedTypes, cursors: AESCursorSeal(), logger: quiet)
        return Directory(service: service, mapper: Names(), logger: quiet)
    }

    @Test(
        "a change of thousands of users comes in parts, each user once, whoever asks again where",
        .timeLimit(.minutes(5)))
    func parts() async throws {
        let disk = SimulatedDisk()
        var store = try await open(disk)
        var ids: [String] = []
        for number in 0..<2_300 { ids.append(try await store.create(.user("u\(number)")).id.text) }
        let inner = try await store.create(.group("inner", ids))
        let outer = try await store.create(.group("outer", [inner.id.text]))
        let start = try await directory(store).position()
        let rename = #"{"op":"replace","path":"displayName","value":"Admins"}"#
        _ = try await store.modify(outer.key, by: .patch(rename), if: .none, selecting: .minimum)
        _ = try await store.create(.user("last"))
        var position = start
        var seen: [String] = [], teams = 0, parts: [Bool] = []
        while case let changes = try await directory(store).changes(after: position), !changes.isEmpty {
            for change in changes {
                #expect(change.users.count <= 1_000)
                #expect(change.users.allSatisfy { $0.rolesGained == ["admin"] || $0.before == nil })
                seen += change.users.map { $0.after?.id.text ?? "" }
                teams += change.teams.count
                parts.append(change.representation["continues"] == true)
                position = try #require(DirectoryPosition(change.position.description))
            }
            // Whoever goes on after a restart is told from the journal where he is.
            await store.close()
            store = try await open(disk)
        }
        #expect(seen.count == 2_301 && Set(seen.prefix(2_300)) == Set(ids) && teams == 1)
        #expect(parts == [true, true, true, false, false] || parts == [true, true, false, false])
        let beyond = try #require(DirectoryPosition("\(position):5000"))
        await #expect(throws: SCIMError.self) { try await directory(store).changes(after: beyond) }
        await store.close()
    }

    @Test("a change of users who are in many teams comes in parts that stay small", .timeLimit(.minutes(5)))
    func manyTeams() async throws {
        let store = try await open(SimulatedDisk())
        var ids: [String] = []
        for number in 0..<300 { ids.append(try await store.create(.user("u\(number)")).id.text) }
        var groups: [Resource] = []
        for number in 0..<60 { groups.append(try await store.create(.group("g\(number)", ids))) }
        var position = try await directory(store).position()
        try await store.delete(groups[0].key, if: .none)
        var seen: [String] = []
        while case let changes = try await directory(store).changes(after: position), !changes.isEmpty {
            let users = changes.flatMap(\.users)
            let teams = users.reduce(0) { $0 + ($1.before?.teams.count ?? 0) + ($1.after?.teams.count ?? 0) }
            #expect(teams < 10_000 + 32 * 120)
            seen += users.map { $0.after?.id.text ?? "" }
            position = try #require(changes.last?.position)
        }
        #expect(seen == ids)
        await store.close()
    }

    @Test("a page of many changes has each once and in order", arguments: [99, 100, 101, 250, 1_000])
    func manyChanges(_ count: Int) async throws {
        let store = try await open(SimulatedDisk())
        var ids: [String] = []
        for number in 0..<250 { ids.append(try await store.create(.user("u\(number)")).id.text) }
        let start = try await directory(store).position()
        for id in ids { try await store.delete(ResourceKey(.user, ResourceID(id)), if: .none) }
        let changes = try await directory(store).changes(after: start, count: count)
        #expect(changes.flatMap(\.users).map { $0.before?.id.text ?? "" } == Array(ids.prefix(count)))
        let rest = try await directory(store).changes(after: changes[98].position, count: 1_000)
        #expect(rest.flatMap(\.users).map { $0.before?.id.text ?? "" } == Array(ids.dropFirst(99)))
        await store.close()
    }

    @Test(
        "a position is text that is read as it was written, and nothing else is one", arguments: ["7", "7:1000", "0"])
    func positions(_ text: String) throws {
        #expect(DirectoryPosition(text)?.description == text)
        for bad in ["", ":", "-1", "7:", ":7", "7:0", "0:5", "7:-1", "7:1:2", "x", "7 ", "+7", "007", "7:+5"] {
            #expect(DirectoryPosition(bad) == nil)
        }
    }

    @Test("the deactivation of a user who has no record is told")
    func unmappable() async throws {
        let store = try await open(SimulatedDisk())
        let user = try await store.create(.user("nameless", ["active": true]))
        let directory = directory(store)
        let start = try await directory.position()
        let off = try Modification.patch(#"{"op":"replace","path":"active","value":false}"#, of: .user)
        _ = try await store.modify(user.key, by: off, if: .none, selecting: .minimum)
        let change = try #require(try await directory.changes(after: start).first?.users.first)
        #expect(change.after?.problem != nil && change.after?.incomplete?["active"] == false)
        await store.close()
    }

    @Test("the middle of a change that is not there is refused")
    func nowhere() async throws {
        let store = try await open(SimulatedDisk())
        _ = try await store.create(.user("ada"))
        let position = try #require(DirectoryPosition("2:1000"))
        await #expect(throws: SCIMError.self) { try await directory(store).changes(after: position) }
        await store.close()
    }
}

private struct Names: AttributeMapper {
    func record(from attributes: Attributes, of type: ResourceType) throws -> Attributes {
        let name = attributes[type == .user ? .userName : .displayName] ?? .null
        if name == "nameless" { throw SCIMError(.invalidValue, "no name") }
        return ["name": name]
    }

    func explanation(of attributes: Attributes, of type: ResourceType) -> [FieldExplanation] {
        [FieldExplanation(field: "active", value: attributes["active"])]
    }

    func attributes(_ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType) -> Attributes {
        attributes
    }

    func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? { nil }
}

/// Members of a group called Admins are administrators.
private struct ByName: RoleResolver {
    let catalogue = [Role(id: "admin", name: "Administrator")]
    let hasRules = true

    func roles(of subject: RoleSubject) -> [RoleGrant] {
        subject.groups.filter { $0.display == "Admins" }.map { RoleGrant(catalogue[0], from: .rule("r", group: $0)) }
    }
}
