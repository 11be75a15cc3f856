import RosterCore
import RosterTesting
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Replacing the content of a store")
struct ReplacementTests {
    private let layouts = servedTypes.map { TypeLayout($0) }

    /// A store on a simulated disk, closed or ended without warning, and another content for it.
    private func prepare(closing: Bool) throws -> (SimulatedDisk, old: SimulatedDirectory, new: StoreState) {
        let disk = SimulatedDisk()
        var simulation = Simulation(seed: 5, Simulation.Plan(operations: 14, compactionInterval: 2))
        try simulation.play(on: disk, closing: closing)
        let old = try content(disk)
        var new = StoreState(layouts)
        for number in 0..<5 {
            _ = new.apply(
                .put(
                    Operation.Put(
                        address: Operation.Address(type: 0, id: "n\(number)"), version: number + 1,
                        created: DateTime(secondsSinceEpoch: 1), lastModified: DateTime(secondsSinceEpoch: 2),
                        attributes: PackedAttributes(
                            [
                                .userName: .string("new\(number)"),
                                "title": .string(String(repeating: "x", count: 700)),
                            ], of: .user))))
        }
        return (disk, old, new)
    }

    private func open(_ disk: any FileSystem) throws -> Writer {
        try Writer(opening: folder, types: servedTypes, options: .test(disk), logger: quiet)
    }

    private func content(_ disk: any FileSystem) throws -> SimulatedDirectory {
        var writer = try open(disk)
        defer { writer.release() }
        return SimulatedDirectory(writer.state)
    }

    private func replace(_ disk: SimulatedDisk, with state: StoreState) throws {
        let folder = StoreFolder(path: folder, disk: disk)
        let replacement = Replacement(
            folder: folder, store: try Manifest(in: folder).store, layouts: layouts, now: DateTime(secondsSinceEpoch: 3)
        )
        let highest = try StoreListing(folder).highestNumber
        let number = try replacement.run(state, above: highest)
        #expect(number > highest && number.isMultiple(of: 1_000_000_000))
    }

    @Test(
        "leaves the old content or the new one, whole, after a power cut at every moment and another in the recovery",
        arguments: [false, true])
    func powerCuts(closing: Bool) throws {
        let (disk, old, new) = try prepare(closing: closing)
        var generator = SeededGenerator(seed: 11)
        disk.record()
        try replace(disk, with: new)
        let expected = SimulatedDirectory(new)
        let moments = disk.moments()
        var counts = (old: 0, new: 0)
        for (place, moment) in moments.enumerated() {
            for outcome in 0..<12 {
                var state = moment.afterPowerCut(&generator)
                if outcome % 3 > 0 {
                    let cut = SimulatedDisk(state)
                    let steps = state.changes + Int.random(in: 0..<16, using: &generator)
                    cut.state.withLock { $0.lastChange = steps }
                    if var writer = try? open(cut) { writer.release() }
                    state = cut.state.withLock { $0 }.afterPowerCut(&generator)
                }
                let disk = SimulatedDisk(state)
                let found = try content(disk)
                #expect(found == old || found == expected, "moment \(place), outcome \(outcome)")
                if place == moments.count - 1 { #expect(found == expected) }
                if found == old { counts.old += 1 } else { counts.new += 1 }
                // What was served after one start is there after the next.
                let again = SimulatedDisk(disk.state.withLock { $0 }.afterPowerCut(&generator))
                #expect(try content(again) == found, "moment \(place), outcome \(outcome), once more")
                #expect(try StoreListing(StoreFolder(path: folder, disk: again)).isBeingReplaced == false)
            }
        }
        #expect(counts.old > 0 && counts.new > 0)
    }

    /// Commands that only look tell of the one content or the other, or that it is being replaced.
    private func expectNoMixture(_ disk: SimulatedDisk, _ old: Int, _ new: Int) throws {
        do {
            let statistics = try maintenance(on: disk).statistics(.none)
            let count = statistics.kinds.reduce(0) { $0 + $1.count }
            #expect(count == old || count == new)
        } catch let error as JSONFileStoreError {
            #expect(error.exitCode == 65 && error.reason.contains(FileName.replacement), "\(error)")
            // For a start this is no damage.
            let notes = try maintenance(on: disk).reservations(.none)
            #expect(notes.count == 1 && notes[0].contains("the next start completes it"), "\(notes)")
            #expect(throws: error) { try maintenance(on: disk).history(of: "new1", limit: 9, .none) }
        }
    }

    @Test("a call that fails leaves the old content or the new one")
    func failingCalls() throws {
        let (disk, old, new) = try prepare(closing: true)
        let start = disk.state.withLock { $0 }
        var call = start.calls, isOver = false
        while !isOver {
            let failing = SimulatedDisk(start)
            failing.state.withLock { $0.fault = SimulatedDisk.Fault(call: call, code: 5) }
            // A STORE.json that cannot be read is no obstacle.
            try? replace(failing, with: new)
            isOver = failing.state.withLock { $0.calls } <= call
            let restarted = failing.state.withLock { $0 }.afterRestart()
            try expectNoMixture(SimulatedDisk(restarted), old.users.count + old.groups.count, new.count)
            let found = try content(SimulatedDisk(restarted))
            #expect(found == old || found == SimulatedDirectory(new), "call \(call)")
            call += 1
        }
        #expect(call - start.calls > 30)
    }

    @Test("puts everything that was there into quarantine, and goes on behind the new number")
    func quarantine() throws {
        let (disk, _, new) = try prepare(closing: true)
        let old = Set(try disk.names(in: folder).filter { FileName.isNumbered($0) })
        try replace(disk, with: new)
        let kept = Set(try disk.names(in: "\(folder)/quarantine").map { String($0.dropLast(2)) })
        #expect(kept.isSuperset(of: old))
        #expect(
            try disk.names(in: folder).filter { FileName.isNumbered($0) }.sorted() == [
                FileName.segment(1_000_000_001), FileName.snapshot(1_000_000_000),
            ])
        #expect(try maintenance(on: disk).verify(.none).findings.isEmpty)
        try replace(disk, with: StoreState(layouts))
        #expect(try StoreListing(StoreFolder(path: folder, disk: disk)).snapshots == [2_000_000_000])
    }

    @Test("new files that nobody has decided for are deleted by the next start")
    func leftovers() throws {
        let (disk, old, _) = try prepare(closing: true)
        let store = StoreFolder(path: folder, disk: disk)
        try store.make(FileName.upcoming(FileName.snapshot(7)), [1, 2, 3])
        #expect(try content(disk) == old)
        #expect(try !disk.names(in: folder).contains { $0.hasSuffix(".new") })
    }

    @Test("a mark whose files are gone is told, and a repair goes on with what is there")
    func lostFiles() throws {
        let (disk, old, _) = try prepare(closing: true)
        let store = StoreFolder(path: folder, disk: disk)
        let mark = ReplacementMark(store: try Manifest(in: store).store, number: 1_000_000_000)
        try store.make(FileName.replacement, mark.bytes)
        let report = try maintenance(on: disk).verify(.none)
        #expect(report.findings.map(\.file) == [FileName.replacement] && report.notes.isEmpty, "\(report.findings)")
        let plan = try maintenance(on: disk).repair(applying: false, .none)
        #expect(plan.isNeeded && plan.findings.first?.file == FileName.replacement)
        #expect(plan.findings.first?.reason.contains(FileName.snapshot(1_000_000_000)) == true)
        #expect(try maintenance(on: disk).repair(applying: true, .none).isApplied)
        #expect(try content(disk) == old)
        // Where nothing else is there, that is said, and nothing is made up.
        let empty = disk.copy()
        for path in empty.snapshots + empty.segments { try empty.remove(path) }
        try StoreFolder(path: folder, disk: empty).make(FileName.replacement, mark.bytes)
        let error = #expect(throws: JSONFileStoreError.self) {
            try maintenance(on: empty).repair(applying: true, .none)
        }
        #expect(error?.exitCode == 65 && error?.reason.contains("roster backup restore") == true)
        #expect(empty.snapshots.isEmpty)
    }

    @Test("a mark that is another file, or of an earlier time, puts nothing aside")
    func foreignMark() async throws {
        for kind in 0..<3 {
            let disk = SimulatedDisk()
            let store = try await JSONFileStorageTests.open(disk)
            for number in 0..<3 {
                _ = try await store.create(.user("u\(number)"))
                await store.compact()
            }
            await store.close()
            let store2 = try Manifest(in: StoreFolder(path: folder, disk: disk)).store
            let lastButOne = try #require(disk.snapshots.first.flatMap { $0.split(separator: "/").last })
            let number = try #require(FileName.snapshotNumber(String(lastButOne)))
            let mark =
                switch kind {
                case 0: disk.content[disk.snapshots[0]] ?? []
                case 1: ReplacementMark(store: store2, number: number).bytes
                default: ReplacementMark(store: store2, number: number).bytes + Array("{}\n".utf8)
                }
            let whole = try JSONFileStorageTests.content(disk)
            try StoreFolder(path: folder, disk: disk).make(FileName.replacement, mark)
            let before = disk.content
            #expect(throws: JSONFileStoreError.self, "\(kind)") { try open(disk) }
            #expect(disk.content.filter { !$0.key.hasSuffix("LOCK") } == before.filter { !$0.key.hasSuffix("LOCK") })
            #expect(try !maintenance(on: disk).verify(.none).findings.isEmpty)
            #expect(try maintenance(on: disk).repair(applying: true, .none).isApplied)
            #expect(try JSONFileStorageTests.content(disk) == whole)
            try await expectOpens(disk, "\(kind)")
        }
    }

    @Test("new files that are corrupt before they take the place of the old ones take nobody's")
    func spoiltNewFile() async throws {
        let (whole, old, new) = try prepare(closing: true)
        let quiet = SimulatedDisk(whole.state.withLock { $0 })
        try replace(quiet, with: new)
        let total = quiet.changes - whole.changes
        var tried = 0
        for changes in 1..<total {
            let disk = SimulatedDisk(whole.state.withLock { $0 })
            disk.fail(after: changes)
            _ = try? replace(disk, with: new)
            let after = disk.afterPowerCut(.everything)
            guard try StoreListing(StoreFolder(path: folder, disk: after)).isBeingReplaced,
                let path = after.content.keys.first(where: { $0.contains("snapshot-") && $0.hasSuffix(".new") })
            else { continue }
            tried += 1
            after.content[path]?[400] ^= 1
            let before = after.content
            #expect(throws: JSONFileStoreError.self) { try open(after) }
            #expect(after.content.filter { !$0.key.hasSuffix("LOCK") } == before.filter { !$0.key.hasSuffix("LOCK") })
            #expect(try !maintenance(on: after).verify(.none).findings.isEmpty)
            do {
                #expect(try maintenance(on: after).repair(applying: true, .none).isApplied)
                let isOld = try content(after) == old
                #expect(isOld || before.keys.contains { $0.contains("quarantine/") }, "\(changes)")
                try await expectOpens(after, "\(changes)")
            } catch let error as JSONFileStoreError {
                // The old files were put aside before the new one was corrupt.
                #expect(error.reason.contains("is in \(folder)/quarantine"), "\(error)")
            }
        }
        #expect(tried > 0)
    }

    @Test("a mark that is broken is no promise that a start completes anything")
    func brokenMark() throws {
        let (disk, _, _) = try prepare(closing: true)
        try StoreFolder(path: folder, disk: disk).make(FileName.replacement, Array("{}".utf8))
        let report = try maintenance(on: disk).verify(.none)
        #expect(report.findings.map(\.file) == [FileName.replacement] && report.notes.isEmpty)
    }
}
