import RosterCore
import RosterTesting
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("How long the history is kept")
struct RetentionTests {
    /// A clock that is set by hand, in seconds.
    private final class Clock: Sendable {
        private let now = Mutex<Int64>(1_800_000_000)

        var time: DateTime { DateTime(millisecondsSinceEpoch: now.withLock { $0 } * 1_000) }

        func advance(by seconds: Int64) { now.withLock { $0 += seconds } }
    }

    private func open(_ disk: SimulatedDisk, _ clock: Clock, history: Duration?) async throws -> JSONFileStore {
        try await JSONFileStorageTests.open(disk) { options in
            options.history = history
            options.clock = { clock.time }
            options.segmentBytes = 600
        }
    }

    /// Writes generations, each of three users and with a minute between two changes.
    private func write(_ generations: Range<Int>, to store: JSONFileStore, _ clock: Clock) async throws {
        for generation in generations {
            for number in 0..<3 {
                _ = try await store.create(.user("u\(generation)-\(number)"))
                clock.advance(by: 60)
            }
            await store.compact()
        }
    }

    @Test("is that of two generations, if nothing else is said")
    func standard() async throws {
        let disk = SimulatedDisk(), clock = Clock()
        let store = try await open(disk, clock, history: nil)
        try await write(0..<5, to: store, clock)
        #expect(disk.snapshots.count == 2)
        let error = await #expect(throws: SCIMError.self) { try await again(disk).changes(after: 0, count: 1) }
        #expect(error?.code == .gone)
        await store.close()
    }

    /// The same disk under a store that remembers nothing.
    private func again(_ disk: SimulatedDisk) async throws -> JSONFileStore {
        try await JSONFileStorageTests.open(disk.copy())
    }

    @Test("lets the feed answer positions many snapshots back, from the beginning on, and the history too")
    func feed() async throws {
        let disk = SimulatedDisk(), clock = Clock()
        let store = try await open(disk, clock, history: .seconds(86_400))
        try await write(0..<6, to: store, clock)
        #expect(disk.snapshots.count == 6)
        let all = try await store.changes(after: 0, count: 100).map(\.position)
        #expect(all.count == 18)
        await store.close()
        let restarted = try await open(disk, clock, history: .seconds(86_400))
        for (number, position) in ([0] + all).enumerated() {
            let found = try await restarted.changes(after: position, count: 100)
            #expect(found.map(\.position) == Array(all.dropFirst(number)))
            guard let first = found.first else { continue }
            #expect(try await first.before.search(Query(.user)).totalResults == number)
        }
        await restarted.close()
        let history = try maintenance(on: disk).history(of: "u0-1", limit: 9, .none)
        #expect(history.entries.map(\.event) == [.created] && history.earliestPosition == 0)
        #expect(try maintenance(on: disk).verify(.none).findings.isEmpty)
        #expect(try maintenance(on: disk).statistics(.none).earliestPosition == 0)
    }

    @Test("ends with a generation in which every line is older than that, and two stay however old they are")
    func end() async throws {
        let disk = SimulatedDisk(), clock = Clock()
        let store = try await open(disk, clock, history: .seconds(600))
        // A generation takes 180 s, and goes when the first line behind it is more than 600 s old.
        try await write(0..<12, to: store, clock)
        #expect(disk.snapshots.count == 5)
        let position = try #require(FileName.snapshotNumber(String(disk.snapshots[0].dropFirst(folder.count + 1))))
        let kept = try await again(disk).changes(after: position, count: 100)
        #expect(kept.count == 36 - position)
        #expect(try #require(kept.first).time.millisecondsSinceEpoch >= clock.time.millisecondsSinceEpoch - 780_000)
        #expect(try #require(kept.first).time.millisecondsSinceEpoch <= clock.time.millisecondsSinceEpoch - 600_000)
        clock.advance(by: 1_000_000)
        _ = try await store.create(.user("late"))
        await store.compact()
        // How old the end of the third is, nothing tells but what came long afterwards.
        #expect(disk.snapshots.count == 3)
        await store.close()
        #expect(try maintenance(on: disk).verify(.none).findings.isEmpty)
    }

    @Test("never costs a start what it needs, whatever the clock does", arguments: 0..<6)
    func clock(seed: UInt64) async throws {
        let disk = SimulatedDisk(), clock = Clock()
        var generator = SeededGenerator(seed: seed)
        let store = try await open(disk, clock, history: .seconds(86_400))
        for round in 0..<25 {
            _ = try await store.create(.user("u\(round)"))
            clock.advance(by: Int64.random(in: -400_000...400_000, using: &generator))
            _ = try await store.create(.user("v\(round)"))
            await store.compact()
            #expect(disk.snapshots.count >= min(2, round + 1))
            let newest = try #require(disk.snapshots.last)
            for damaged in [nil, newest] {
                let copy = disk.copy()
                if let damaged { copy.content[damaged]?[100] ^= 1 }
                let again = try await JSONFileStorageTests.open(copy)
                #expect(try await again.search(Query(.user)).totalResults == 2 * (round + 1))
                await again.close()
            }
            // What is kept leads on from its beginning to its end.
            #expect(try maintenance(on: disk).verify(.none).findings.isEmpty)
        }
        await store.close()
    }

    @Test("does not make a start read more than the newest snapshot and what follows it")
    func start() async throws {
        let disk = SimulatedDisk(), clock = Clock()
        let store = try await open(disk, clock, history: .seconds(86_400))
        try await write(0..<8, to: store, clock)
        _ = try await store.create(.user("late"))
        await store.close()
        let copy = disk.copy()
        let again = try await JSONFileStorageTests.open(copy)
        let numbered = copy.opened.keys.filter { $0.contains("snapshot-") || $0.contains("journal-") }
        #expect(Set(numbered) == Set([copy.snapshots.last, copy.segments.last].compactMap { $0 }))
        await again.close()
    }

    @Test("is cut where the disk has corrupt a file, and goes on from there")
    func scrub() async throws {
        for place in 0..<5 {
            for kind in ["snapshot", "journal"] {
                let disk = SimulatedDisk(), clock = Clock()
                let store = try await open(disk, clock, history: .seconds(86_400))
                try await write(0..<6, to: store, clock)
                await store.scrub()
                #expect(disk.snapshots.count == 6, "nothing is broken yet")
                let path = kind == "snapshot" ? disk.snapshots[place] : disk.segments[place]
                disk.content[path]?[200] ^= 1
                await store.scrub()
                #expect(disk.content.keys.contains { $0.contains("/quarantine/") })
                let findings = try maintenance(on: disk).verify(.none).findings
                #expect(findings.isEmpty, "\(path): \(findings)")
                let again = try await again(disk)
                #expect(try await again.search(Query(.user)).totalResults == 18)
                // Generations behind the broken file are told of all the same.
                #expect(try await again.changes(after: 15, count: 100).count == 3)
                await again.close()
                await store.close()
            }
        }
    }

    @Test("holds for a segment whose snapshot is gone as well")
    func withoutSnapshot() async throws {
        let disk = SimulatedDisk(), clock = Clock()
        let store = try await open(disk, clock, history: .seconds(86_400))
        try await write(0..<4, to: store, clock)
        await store.close()
        // As after a history that has been cut before.
        for path in disk.segments.prefix(2) + disk.snapshots.prefix(2) { try disk.remove(path) }
        let segments = disk.segments
        let again = try await open(disk, clock, history: .seconds(86_400))
        try await write(4..<5, to: again, clock)
        await again.close()
        #expect(Set(segments.dropLast()).isSubset(of: disk.segments))
    }

    @Test("leaves a sound store when the power goes while old generations are deleted")
    func powerCuts() async throws {
        for step in 0..<80 {
            let disk = SimulatedDisk(), clock = Clock()
            let store = try await open(disk, clock, history: .seconds(86_400))
            try await write(0..<4, to: store, clock)
            clock.advance(by: 1_000_000)
            _ = try await store.create(.user("late"))
            let changes = disk.changes
            disk.fail(after: step)
            await store.compact()
            let isOver = disk.changes - changes < step
            for luck in [SimulatedDisk.Luck.none, .names, .everything] {
                let cut = disk.afterPowerCut(luck)
                let again = try await JSONFileStorageTests.open(cut)
                #expect(try await again.search(Query(.user)).totalResults == 13)
                await again.close()
                #expect(try maintenance(on: cut).verify(.none).findings.isEmpty, "\(luck) after \(step)")
                #expect(try maintenance(on: cut).history(of: "late", limit: 1, .none).subjects.count == 1)
            }
            await store.close()
            if isOver {
                #expect(disk.snapshots.count == 3)
                break
            }
        }
    }

    @Test(
        "is a duration in the configuration", arguments: [("7d", 604_800), ("90m", 5_400), ("36600d", 3_162_240_000)])
    func configuration(text: String, seconds: Int) throws {
        #expect(try JSONFileStore.HistoryLength(configurationText: text).duration == .seconds(seconds))
    }

    @Test("is refused where it is none", arguments: ["", "7", "always", "0s", "-1d", "36601d", "99999999999999999d"])
    func refusals(text: String) {
        #expect(throws: ConfigurationRefusal.self) { try JSONFileStore.HistoryLength(configurationText: text) }
    }
}
