import RosterCore
import RosterTesting
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("The feed of changes — exactly what was answered, in order")
struct ChangeFeedTests {
    /// What a store held at one moment, as text.
    private func content(of store: any IdentityStore) async throws -> String {
        var lines: [String] = []
        for type in servedTypes {
            for resource in try await store.search(Query(type)).resources {
                lines.append("\(resource.id) \(resource.version) \(AttributeValue.complex(resource.attributes).json)")
            }
        }
        return lines.joined(separator: "\n")
    }

    /// One change as it has to be told.
    private struct Told: Equatable {
        let actor: String
        let before: String
        let after: String
    }

    private func told(_ change: StoreChange) async throws -> Told {
        Told(
            actor: change.provenance?.actor ?? "", before: try await content(of: change.before),
            after: try await content(of: change.after))
    }

    /// Makes a random change by an actor of its own; tells of it, unless it changes nothing.
    private func change(
        _ store: JSONFileStore, _ number: Int, _ generator: inout SeededGenerator
    ) async throws -> Told? {
        let before = try await content(of: store)
        let users = try await store.search(Query(.user)).resources,
            groups = try await store.search(Query(.group)).resources
        let user = users.randomElement(using: &generator), group = groups.randomElement(using: &generator)
        let kind = Int.random(in: 0..<7, using: &generator)
        try await Provenance.$current.withValue(Provenance(actor: "a\(number)", request: "r\(number)")) {
            switch (kind, user, group) {
            case (0, let user?, _): try await store.delete(user.key, if: .none)
            case (1, _, let group?) where groups.count > 3: try await store.delete(group.key, if: .none)
            case (2, let user?, let group?), (3, let user?, let group?):
                _ = try await store.modify(group.key, by: .adding(user.id.text), if: .none, selecting: .minimum)
            case (4, let user?, _):
                let title = #"{"op":"replace","path":"title","value":"t\#(number % 3)"}"#
                _ = try await store.modify(user.key, by: .patch(title, of: .user), if: .none, selecting: .minimum)
            case (5, _, _): _ = try await store.create(.group("g\(number)", users.prefix(3).map(\.id.text)))
            default: _ = try await store.create(.user("u\(number)"))
            }
        }
        let after = try await content(of: store)
        return after == before ? nil : Told(actor: "a\(number)", before: before, after: after)
    }

    @Test("whoever stops and goes on at random, over restarts and snapshots, sees each change once", arguments: 0..<4)
    func consumer(seed: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(seed) + 1)
        let disk = SimulatedDisk()
        var store = try await open(disk)
        var expected: [Told] = [], seen: [Told] = []
        var remembered = 0
        for number in 0..<160 {
            if let told = try await change(store, number, &generator) { expected.append(told) }
            if number == 70 { await store.compact() }
            if Int.random(in: 0..<40, using: &generator) == 0 {
                await store.close()
                store = try await open(disk)
            }
            guard Int.random(in: 0..<12, using: &generator) == 0 else { continue }
            for change in try await store.changes(after: remembered, count: Int.random(in: 1...9, using: &generator)) {
                // The consumer may die between two changes; it goes on behind the last one that it has dealt with.
                if Int.random(in: 0..<6, using: &generator) == 0 { break }
                seen.append(try await told(change))
                remembered = change.position
            }
        }
        await store.close()
        store = try await open(disk)
        while case let rest = try await store.changes(after: remembered, count: 7), !rest.isEmpty {
            for change in rest { seen.append(try await told(change)) }
            remembered = rest[rest.count - 1].position
        }
        #expect(seen.map(\.actor) == expected.map(\.actor))
        #expect(seen == expected)
        #expect(remembered <= store.position)
        await store.close()
    }

    @Test("a change tells which resources, and which members came and went")
    func entries() async throws {
        let store = try await open(SimulatedDisk())
        let ada = try await store.create(.user("ada")), bob = try await store.create(.user("bob"))
        let group = try await store.create(.group("crew", [ada.id.text]))
        let start = store.position
        _ = try await store.modify(group.key, by: .adding(bob.id.text), if: .none, selecting: .minimum)
        _ = try await store.modify(group.key, by: .adding(bob.id.text), if: .none, selecting: .minimum)
        try await store.delete(ada.key, if: .none)
        let all = #"{"op":"remove","path":"members"}"#
        _ = try await store.modify(group.key, by: .patch(all), if: .none, selecting: .minimum)
        let changes = try await store.changes(after: start, count: 10)
        #expect(
            changes.map(\.resources) == [
                [.init(key: group.key, membersAdded: [bob.id])],
                [.init(key: ada.key), .init(key: group.key, membersRemoved: [ada.id])],
                [.init(key: group.key, membersRemoved: [bob.id])],
            ])
        let both = try await store.create(.group("both", [bob.id.text, group.id.text]))
        let last = store.position
        try await store.delete(both.key, if: .none)
        #expect(
            try await store.changes(after: last, count: 1).map(\.resources) == [
                [.init(key: both.key, membersRemoved: [bob.id, group.id])]
            ])
        #expect(try await store.changes(after: store.position, count: 10).isEmpty)
        await store.close()
    }

    @Test("whoever waits is told of the next change, and can stop waiting")
    func waiting() async throws {
        let store = try await open(SimulatedDisk())
        let start = store.position
        async let waited: Void = store.waitForChange(after: start)
        _ = try await store.create(.user("ada"))
        await waited
        #expect(try await store.changes(after: start, count: 1).count == 1)
        await store.waitForChange(after: start)
        let position = store.position
        let impatient = Task { await store.waitForChange(after: position) }
        impatient.cancel()
        await impatient.value
        await store.close()
    }

    @Test("whoever has dealt with everything waits after a restart too", .timeLimit(.minutes(5)))
    func waitingAfterRestart() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ada"))
        let last = try #require(try await store.changes(after: 0, count: 9).last).position
        await store.close()
        // The journal ends with a seal now, which is no change.
        let again = try await open(disk)
        #expect(try await again.changes(after: last, count: 9).isEmpty)
        let isOver = Mutex(false)
        let waiting = Task {
            await again.waitForChange(after: last)
            isOver.withLock { $0 = true }
        }
        for _ in 0..<1_000 { await Task.yield() }
        #expect(!isOver.withLock { $0 })
        _ = try await again.create(.user("bob"))
        await waiting.value
        #expect(try await again.changes(after: last, count: 9).count == 1)
        await again.close()
    }

    @Test("an earlier reading does not stand in the way of a later one whose files are there")
    func earlierPlace() async throws {
        let disk = SimulatedDisk()
        var store = try await open(disk)
        for number in 0..<3 { _ = try await store.create(.user("a\(number)")) }
        await store.close()
        store = try await open(disk)
        #expect(try await store.changes(after: 0, count: 1).count == 1)
        var positions: [Int] = []
        for round in 0..<4 {
            for number in 0..<1_100 {
                _ = try await store.create(.user("b\(round)-\(number)"))
                positions.append(store.position)
            }
            if round < 3 { await store.compact() }
        }
        // Behind the last snapshot but one, and before what is held in memory.
        let asked = positions[2_500]
        #expect(store.engine.history.window.floor > asked)
        #expect(try await store.changes(after: asked, count: 2).map(\.position) == Array(positions[2_501...2_502]))
        await store.close()
    }

    @Test("several who are far back, and near to one another, do not read everything again and again")
    func severalReaders() async throws {
        let disk = SimulatedDisk()
        var store = try await open(disk)
        for number in 0..<1_200 { _ = try await store.create(.user("a\(number)")) }
        await store.close()
        store = try await open(disk)
        var positions = [0, 5, 10, 31, 700]
        while positions.contains(where: { $0 < 1_000 }) {
            for reader in positions.indices where positions[reader] < 1_000 {
                let found = try await store.changes(after: positions[reader], count: 4).map(\.position)
                #expect((1...4).contains(found.count))
                #expect(found == Array(positions[reader] + 1...positions[reader] + found.count))
                positions[reader] += found.count
            }
        }
        // Whoever comes second finds in memory what the first one has read.
        #expect(disk.opened.values.max() ?? .max < 20)
        await store.close()
    }

    @Test("what was answered before it is on the disk is told when it is there")
    func unsettled() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk) { $0.synchronization = .every(.seconds(3_600)) }
        let start = store.position
        _ = try await store.create(.user("ada"))
        #expect(store.position == start)
        #expect(try await store.changes(after: start, count: 9).isEmpty)
        await store.close()
        for sealDelay in [nil, Duration.milliseconds(1)] {
            let quick = try await open(SimulatedDisk()) { options in
                options.synchronization = .every(sealDelay == nil ? .milliseconds(1) : .seconds(3_600))
                options.sealDelay = sealDelay
            }
            let start = quick.position
            _ = try await quick.create(.user("ada"))
            await quick.waitForChange(after: start)
            #expect(try await quick.changes(after: start, count: 9).count == 1)
            await quick.close()
        }
    }

    @Test("who comes behind a reader whose files are gone by now is not told that his are")
    func passageWithoutFiles() async throws {
        let disk = SimulatedDisk()
        var store = try await open(disk)
        for number in 0..<300 { _ = try await store.create(.user("a\(number)")) }
        await store.close()
        store = try await open(disk)
        _ = try await store.changes(after: 0, count: 1)
        // The passage ends at 256; two snapshots take the files behind it away.
        for round in 0..<3 {
            await store.compact()
            for number in 0..<2_100 where round == 2 || number < 1 {
                _ = try await store.create(.user("b\(round)-\(number)"))
            }
        }
        let found = try await store.changes(after: 302, count: 2)
        #expect(found.map(\.position) == [303, 304])
        await store.close()
    }

    @Test("changes that the disk has lost are not passed over: their reader is told to begin anew", arguments: 0..<4)
    func lost(damage: Int) async throws {
        let disk = SimulatedDisk()
        var store = try await open(disk) { $0.segmentBytes = 2_000 }
        for number in 0..<12 { _ = try await store.create(.user("u\(number)")) }
        let end = store.position
        await store.close()
        store = try await open(disk) { $0.segmentBytes = 2_000 }
        #expect(try await store.changes(after: 0, count: 100).count == 12)
        await store.close()
        store = try await open(disk) { $0.segmentBytes = 2_000 }
        let segment = try #require(disk.segments.dropFirst().first)
        switch damage {
        case 0: try disk.remove(segment)
        case 1: disk.content[segment] = disk.content[segment]?.dropLast(900)
        case 2: disk.content[segment] = disk.content[segment]?.dropLast()
        default: disk.content[segment]?[600] ^= 1
        }
        for _ in 0..<2 {
            var position = 0, seen = 0
            let error = await #expect(throws: SCIMError.self) {
                while position < end {
                    let next = try await store.changes(after: position, count: 1)
                    seen += next.count
                    position = try #require(next.last?.position)
                }
            }
            #expect(error?.code == .gone && seen < 12)
            _ = try await store.create(.user("late\(store.position)"))
        }
        await store.close()
    }

    @Test("a position that is not kept any more, or was never reached, is refused")
    func gone() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        for round in 0..<3 {
            _ = try await store.create(.user("u\(round)"))
            await store.compact()
        }
        let end = store.position
        await store.close()
        let again = try await open(disk)
        await #expect(throws: SCIMError.self) { try await again.changes(after: 0, count: 1) }
        await #expect(throws: SCIMError.self) { try await again.changes(after: end + 1_000, count: 1) }
        await #expect(throws: SCIMError.self) { try await again.changes(after: -1, count: 1) }
        await again.close()
    }
}
