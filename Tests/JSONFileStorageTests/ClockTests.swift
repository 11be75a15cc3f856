import RosterCore
import RosterTesting
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("A clock that is set")
struct ClockTests {
    @Test("by ten years either way takes no version and no date back, over restarts and snapshots")
    func jumps() async throws {
        var disk = SimulatedDisk()
        let now = Mutex<Int64>(1_800_000_000_000)
        let clock: @Sendable () -> DateTime = { DateTime(millisecondsSinceEpoch: now.withLock { $0 }) }
        var generator = SeededGenerator(seed: 12)
        var store = try await open(disk) { $0.clock = clock }
        var user = try await store.create(.user("a"))
        let group = try await store.create(.group("g"))
        var members = group
        for number in 0..<1_000 {
            now.withLock { $0 += Int64.random(in: -315_360_000_000...315_360_000_000, using: &generator) }
            user.attributes["title"] = .string("t\(number)")
            let after = try await store.update(user, if: Precondition(version: user.version))
            #expect(after.lastModified >= user.lastModified && after.created == user.created)
            #expect(try #require(Int(after.version.text)) > #require(Int(user.version.text)))
            user = after
            let grown = try await store.modify(group.key, by: .adding("m\(number)"), if: .none, selecting: .minimum)
            #expect(grown.lastModified >= members.lastModified)
            #expect(try #require(Int(grown.version.text)) > #require(Int(members.version.text)))
            members = grown
            if number.isMultiple(of: 100) { await store.compact() }
            guard number.isMultiple(of: 50) else { continue }
            if number.isMultiple(of: 3) { await store.close() }
            disk = disk.copy()
            store = try await open(disk) { $0.clock = clock }
            let found = try #require(try await store.resource(user.key, selecting: .byDefault))
            #expect(found.version == user.version && found.lastModified == user.lastModified)
        }
        await store.close()
        print("R12: 1,000 jumps of up to 10 years: versions rose, no date went back")
    }
}
