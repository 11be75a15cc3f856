import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("The order of creation — within one millisecond, too")
struct CreationOrderTests {
    private func walk(_ store: JSONFileStore, _ type: ResourceType) async throws -> [ResourceID] {
        var ids: [ResourceID] = []
        var step = Query.Step.after(nil)
        while case let page = try await store.search(Query(type, step: step, count: 7)), let last = page.positions.last
        {
            ids += page.resources.map(\.id)
            step = .after(last)
        }
        return ids
    }

    @Test("a walk meets resources in the order in which they were created, over a restart")
    func order() async throws {
        let disk = SimulatedDisk()
        let clock = DateTime(millisecondsSinceEpoch: 1_700_000_000_000)
        var store = try await open(disk) { $0.clock = { clock } }
        var users: [ResourceID] = [], groups: [ResourceID] = []
        for number in 0..<60 {
            users.append(try await store.create(.user("u\(number)")).id)
            if number % 3 == 0 { groups.append(try await store.create(.group("g\(number)")).id) }
            if number == 30 {
                await store.close()
                store = try await open(disk) { $0.clock = { clock } }
            }
        }
        #expect(try await walk(store, .user) == users)
        #expect(try await walk(store, .group) == groups)
        #expect(
            groups.allSatisfy { group in users.count { $0 < group } == (groups.firstIndex(of: group) ?? 0) * 3 + 1 })
        await store.close()
    }
}
