import Logging
import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Reopening a store")
struct ReopeningTests {
    @Test("a journal without STORE.json is that of a first start only if it never held anything", arguments: 0..<4)
    func lostManifest(kind: Int) async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        if kind > 0 { _ = try await store.create(.user("ann")) }
        await store.close()
        try disk.remove("\(folder)/STORE.json")
        let path = try #require(disk.segments.last), header = try #require(disk.lines(of: path).first)
        switch kind {
        case 0: disk.content[path] = Array((disk.content[path] ?? [])[...header.upperBound])
        case 1: disk.content[path] = [UInt8](repeating: 0, count: 1_000)
        case 2: disk.content[path] = disk.content[path]?.filter { $0 != 10 }
        default:
            let other = "\(folder)/\(FileName.segment(101))"
            try disk.rename(path, to: other)
            disk.content[other] =
                FileHeader(.segment, store: "x", number: 101, previous: Checksum.zero.text).line().bytes
        }
        let before = disk.content.filter { $0.key.hasSuffix(".jsonl") }
        if kind == 0 {
            await (try await open(disk)).close()
        } else {
            let error = await #expect(throws: JSONFileStoreError.self) { try await open(disk) }
            #expect(error?.exitCode == 65)
            #expect(disk.content.filter { $0.key.hasSuffix(".jsonl") } == before)
        }
    }

    @Test("keeps resources, versions, times, members and their order", arguments: [false, true])
    func keepsEverything(compacting: Bool) async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        var users: [Resource] = []
        for number in 0..<40 { users.append(try await store.create(.user("björn\(number)"))) }
        let group = try await store.create(.group("staff", users.map(\.id.text).reversed()))
        _ = try await store.modify(group.key, by: .adding("guest"), if: .none, selecting: .minimum)
        users[3].attributes["title"] = "Boss"
        _ = try await store.update(users[3], if: .none)
        try await store.delete(users[5].key, if: .none)
        if compacting { await store.compact() }
        _ = try await store.create(.user("late"))
        let before = try await store.dump()
        await store.close()
        let again = try await open(disk)
        #expect(try await again.dump() == before)
        #expect(try await again.find(#"userName eq "BJÖRN7""#).totalResults == 1)
        #expect(try await again.find(#"userName eq "björn5""#).totalResults == 0)
        #expect(try await again.find(#"emails.value eq "Late@example.org""#).totalResults == 1)
        let groups = try await again.groups(of: [users[1].id, users[5].id], in: .group)
        #expect(groups.keys.map(\.text) == [users[1].id.text])
        await again.close()
    }

    @Test("keeps pages in the order of creation", arguments: [false, true])
    func order(compacting: Bool) async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        var ids: [ResourceID] = []
        for number in 0..<100 { ids.append(try await store.create(.user("u\(number)")).id) }
        for number in stride(from: 0, to: 100, by: 7).reversed() {
            try await store.delete(ResourceKey(.user, ids.remove(at: number)), if: .none)
        }
        var changed = try #require(try await store.resource(ResourceKey(.user, ids[10]), selecting: .byDefault))
        changed.attributes["title"] = "x"
        _ = try await store.update(changed, if: .none)
        if compacting { await store.compact() }
        await store.close()
        let again = try await open(disk)
        var pages: [ResourceID] = []
        for start in stride(from: 1, through: 100, by: 9) {
            let page = try await again.search(Query(.user, startIndex: start, count: 9))
            #expect(page.totalResults == ids.count)
            pages += page.resources.map(\.id)
        }
        #expect(pages == ids)
        await again.close()
    }

    @Test("without a change writes nothing")
    func idle() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("a"))
        await store.close()
        let content = disk.content.filter { !$0.key.hasSuffix("LOCK") }
        let again = try await open(disk)
        await again.close()
        #expect(disk.content.filter { !$0.key.hasSuffix("LOCK") } == content)
    }

    @Test("puts an unclean end in order once")
    func uncleanEnd() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        let user = try await store.create(.user("a"))
        let copy = disk.copy()
        let again = try await open(copy)
        #expect(try await again.resource(user.key, selecting: .byDefault)?.attributes == user.attributes)
        _ = try await again.create(.user("b"))
        await again.close()
        let third = try await open(copy)
        #expect(try await third.search(Query(.user)).totalResults == 2)
        await third.close()
        await store.close()
    }

    @Test("refuses a folder whose resources are not all served")
    func missingType() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.group("a"))
        await store.close()
        let error = await #expect(throws: JSONFileStoreError.self) {
            try await JSONFileStore.open(path: folder, types: [.user], options: .test(disk), logger: quiet)
        }
        #expect(error?.exitCode == 78)
    }

    @Test("refuses a folder that a newer program wrote")
    func newerFormat() async throws {
        let disk = SimulatedDisk()
        await (try await open(disk)).close()
        disk.content["\(folder)/STORE.json"] = Array(#"{"format":"roster-jsonl","version":2,"storeId":"x"}"#.utf8)
        let error = await #expect(throws: JSONFileStoreError.self) { try await open(disk) }
        #expect(error?.exitCode == 78)
    }
}
