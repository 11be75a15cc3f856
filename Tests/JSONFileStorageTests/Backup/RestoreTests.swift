import RosterCore
import RosterTesting
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Restoring a store")
struct RestoreTests {
    private func content(_ disk: any FileSystem) throws -> SimulatedDirectory {
        var writer = try Writer(opening: folder, types: servedTypes, options: .test(disk), logger: quiet)
        defer { writer.release() }
        return SimulatedDirectory(writer.state)
    }

    @Test("to every sequence number gives what there was after it, from the history of the store or from a backup")
    func everyNumber() async throws {
        // Two snapshots: the history of the store reaches back to the first of them, and no further.
        let history = try await RecordedHistory(snapshotsAfter: [6, 9, 11], backupsAfter: [5, 8])
        let own = try StoreListing(StoreFolder(path: folder, disk: history.disk)).snapshots[0]
        for number in 0...(history.states.last?.number ?? 0) {
            let disk = history.disk.copy()
            let report = try maintenance(on: disk).restore(nil, to: .position(number), .none)
            #expect(report.position == number)
            #expect((report.source == nil) == (number >= own), "n=\(number)")
            #expect(try content(disk) == history.content(at: number), "n=\(number)")
            #expect(try maintenance(on: disk).verify(.none).findings.isEmpty, "n=\(number)")
        }
    }

    @Test("to a time gives what there was after the last change until then")
    func everyTime() async throws {
        let history = try await RecordedHistory(snapshotsAfter: [8])
        for (number, time, expected) in history.states.dropFirst() {
            for offset in [0, 400] as [Int64] {
                let disk = history.disk.copy()
                let wanted = DateTime(millisecondsSinceEpoch: time.millisecondsSinceEpoch + offset)
                let report = try maintenance(on: disk).restore(nil, to: .time(wanted), .none)
                #expect(report.position == number && report.time == time, "n=\(number)")
                #expect(try content(disk) == expected, "n=\(number)")
            }
        }
    }

    @Test("of a named backup goes to where it ends, or to an earlier number in it")
    func named() async throws {
        let history = try await RecordedHistory(backupsAfter: [5])
        let backup = try #require(try maintenance(on: history.disk).backups().first)
        let disk = history.disk.copy()
        let report = try maintenance(on: disk).restore(backup.name, to: .latest, .none)
        #expect(report.source == backup.name && report.position == backup.position)
        #expect(try content(disk) == history.content(at: backup.position))
        _ = try maintenance(on: disk).restore("\(backupFolder)/\(backup.name)", to: .position(2), .none)
        #expect(try content(disk) == history.content(at: 2))
    }

    @Test("what nothing reaches is refused with the ranges that there are, and nothing is changed")
    func ranges() async throws {
        let history = try await RecordedHistory(snapshotsAfter: [3, 6, 9], backupsAfter: [7])
        let disk = history.disk
        let backup = try #require(try maintenance(on: disk).backups().first)
        let before = disk.content.filter { !$0.key.hasSuffix("LOCK") }
        let attempts: [(String?, RestoreTarget)] = [
            (nil, .position(1)), (nil, .position(500)), (nil, .time(DateTime(secondsSinceEpoch: 1))),
            (backup.name, .position(backup.position + 1)), (backup.name, .position(1)),
            (backup.name, .time(DateTime(secondsSinceEpoch: 9_999_999_999))),
        ]
        for (name, target) in attempts {
            let error = #expect(throws: JSONFileStoreError.self) {
                try maintenance(on: disk).restore(name, to: target, .none)
            }
            #expect(error?.exitCode == 66, "\(target)")
            #expect(error?.reason.contains("\(backup.name): from n=") == true, "\(error?.reason ?? "")")
            #expect(error?.reason.contains(" to n=\(backup.position) (") == true, "\(error?.reason ?? "")")
            #expect(error?.reason.contains("Nothing was changed") == true)
        }
        let isUntouched = disk.content.filter { !$0.key.hasSuffix("LOCK") } == before
        #expect(isUntouched)
        #expect(
            #expect(throws: JSONFileStoreError.self) {
                try maintenance(on: SimulatedDisk()).restore(nil, to: .latest, .none)
            }?.exitCode == 66)
    }

    @Test("works where the data folder is damaged in whatever file, and keeps what was there", arguments: 0..<4)
    func damagedFolder(which: Int) async throws {
        let history = try await RecordedHistory(snapshotsAfter: [4, 8], backupsAfter: [12])
        let disk = history.disk
        let expected = history.content(at: .max)
        let name = disk.content.keys.filter { $0.hasPrefix("\(folder)/") && !$0.hasSuffix("LOCK") }.sorted()[which]
        let bytes = try #require(disk.content[name])
        disk.content[name] = Array(bytes.prefix(bytes.count / 2)) + [0] + Array(bytes.suffix(bytes.count / 3))
        _ = try maintenance(on: disk).restore(nil, to: .latest, .none)
        #expect(try content(disk) == expected, "\(name)")
        let kept = try disk.names(in: "\(folder)/quarantine")
        #expect(kept.count >= 4 || name.hasSuffix("STORE.json"), "\(kept)")
        #expect(try maintenance(on: disk).verify(.none).findings.isEmpty)
    }

    @Test("of a backup that is cut off or damaged anywhere is refused with status 65, and nothing is changed")
    func damagedBackup() async throws {
        let history = try await RecordedHistory(snapshotsAfter: [8])
        let report = try backUp(history.disk)
        let path = try #require(history.disk.content.keys.sorted().last { $0.hasPrefix("\(report.path)/journal-") })
        let bytes = try #require(history.disk.content[path])
        let before = history.disk.content.filter { $0.key.hasPrefix("\(folder)/") && !$0.key.hasSuffix("LOCK") }
        let lines = history.disk.lines(of: path), last = try #require(history.states.last)
        let damaged = [Array(bytes.dropLast(9)), Array(bytes[..<lines[2].lowerBound]), [0] + bytes]
        for content in damaged {
            for target in [.latest, .time(last.time)] as [RestoreTarget] {
                let disk = history.disk.copy()
                disk.content[path] = content
                let error = #expect(throws: JSONFileStoreError.self) {
                    try maintenance(on: disk).restore(report.backup.name, to: target, .none)
                }
                #expect(error?.exitCode == 65 && error?.reason.contains(report.backup.name) == true)
                let isUntouched = disk.content.filter { before.keys.contains($0.key) } == before
                #expect(isUntouched)
            }
        }
    }

    @Test("to a moment before damage needs no backup")
    func beforeDamage() async throws {
        let history = try await RecordedHistory()
        let disk = history.disk
        let path = try #require(disk.segments.first)
        // The line of n=9 is the tenth one.
        disk.content[path]?[disk.lines(of: path)[9].lowerBound + 20] ^= 1
        _ = try maintenance(on: disk.copy()).restore(nil, to: .time(history.states[6].time), .none)
        _ = try maintenance(on: disk).restore(nil, to: .position(8), .none)
        #expect(try content(disk) == history.content(at: 8))
    }

    @Test("goes on with numbers that nobody has seen, so that followers are told to begin anew")
    func followers() async throws {
        let history = try await RecordedHistory(backupsAfter: [5])
        let disk = history.disk
        _ = try maintenance(on: disk).restore(nil, to: .latest, .none)
        let store = try await open(disk)
        _ = try await store.create(.user("later"))
        let error = await #expect(throws: SCIMError.self) {
            _ = try await store.changes(after: 7, count: 10)
        }
        #expect(error?.code == .gone)
        await store.close()
        // Once more, and from a folder that is lost: the backups tell how far the numbers went.
        try backUp(disk)
        let alone = disk.backupsAlone()
        _ = try maintenance(on: alone).restore(nil, to: .position(3), .none)
        #expect(try StoreListing(StoreFolder(path: folder, disk: alone)).snapshots == [2_000_000_000])
    }

    @Test("a store in use is refused with status 75")
    func inUse() async throws {
        let history = try await RecordedHistory(backupsAfter: [5])
        let store = try await open(history.disk)
        let error = #expect(throws: JSONFileStoreError.self) {
            try maintenance(on: history.disk).restore(nil, to: .latest, .none)
        }
        #expect(error?.exitCode == 75)
        await store.close()
    }

    @Test("leaves the old content or the restored one, whole, after a power cut at every moment")
    func powerCuts() async throws {
        let history = try await RecordedHistory(snapshotsAfter: [4, 8], backupsAfter: [6])
        let disk = history.disk
        let backup = try #require(try maintenance(on: disk).backups().first)
        let old = history.content(at: .max), new = history.content(at: backup.position)
        disk.record()
        _ = try maintenance(on: disk).restore(backup.name, to: .latest, .none)
        var generator = SeededGenerator(seed: 9)
        let moments = disk.moments()
        var counts = (old: 0, new: 0)
        for (place, moment) in moments.enumerated() {
            for outcome in 0..<8 {
                var state = moment.afterPowerCut(&generator)
                if outcome.isMultiple(of: 2) {
                    let cut = SimulatedDisk(state)
                    let steps = state.changes + Int.random(in: 0..<16, using: &generator)
                    cut.state.withLock { $0.lastChange = steps }
                    _ = try? maintenance(on: cut).restore(backup.name, to: .latest, .none)
                    state = cut.state.withLock { $0 }.afterPowerCut(&generator)
                }
                let cut = SimulatedDisk(state)
                let found = try content(cut)
                #expect(found == old || found == new, "moment \(place), outcome \(outcome)")
                if place == moments.count - 1 { #expect(found == new) }
                if found == old { counts.old += 1 } else { counts.new += 1 }
                #expect(try maintenance(on: cut).verifyBackup(backup.name, .none).findings.isEmpty)
            }
        }
        #expect(counts.old > 0 && counts.new > 0)
    }

    @Test("to a time between a restore or an import and the first change after it gives what was put there")
    func behindReplacement() async throws {
        let history = try await RecordedHistory()
        let disk = history.disk, times = Counter()
        func now() -> JSONFileMaintenance {
            var options = StoreOptions.test(disk)
            options.clock = { DateTime(secondsSinceEpoch: 100_000 + 1_000 * Int64(times.next())) }
            return JSONFileMaintenance(path: folder, types: servedTypes, options: options, logger: quiet)
        }
        _ = try now().restore(nil, to: .position(4), .none)
        let expected = history.content(at: 4)
        let store = try await open(disk) { $0.clock = { DateTime(secondsSinceEpoch: 900_000) } }
        _ = try await store.create(.user("later"))
        await store.close()
        for time in [200_000, 899_999] as [Int64] {
            let copy = disk.copy()
            let report = try maintenance(on: copy)
                .restore(nil, to: .time(DateTime(secondsSinceEpoch: time)), .none)
            #expect(report.time == nil && report.position == 1_000_000_001)
            #expect(try content(copy) == expected)
        }
        // Before it was put there something else was there, which is in quarantine.
        let error = #expect(throws: JSONFileStoreError.self) {
            try maintenance(on: disk).restore(nil, to: .time(DateTime(secondsSinceEpoch: 99_000)), .none)
        }
        #expect(error?.exitCode == 66)
    }

    @Test("at a time that is yet to come is refused, for then nothing would be restored")
    func future() async throws {
        let history = try await RecordedHistory(snapshotsAfter: [4])
        let content = history.disk.content
        let error = #expect(throws: JSONFileStoreError.self) {
            try maintenance(on: history.disk)
                .restore(nil, to: .time(DateTime(secondsSinceEpoch: 99_999_999_999)), .none)
        }
        #expect(error?.exitCode == 66 && error?.reason.contains("yet to come") == true)
        #expect(history.disk.content == content)
    }

    @Test("from what is in quarantine, given its names back, leads back to what was there")
    func wayBack() async throws {
        let history = try await RecordedHistory(snapshotsAfter: [4, 8])
        let disk = history.disk
        _ = try maintenance(on: disk).restore(nil, to: .position(9), .none)
        let back = StoreFolder(path: "/back", disk: disk)
        try disk.makeFolder(back.path)
        for name in try disk.names(in: "\(folder)/quarantine") {
            try back.make(String(name.dropLast(2)), try #require(disk.content["\(folder)/quarantine/\(name)"]))
        }
        try back.make(FileName.manifest, try #require(disk.content["\(folder)/STORE.json"]))
        #expect(try maintenance(on: disk).verifyBackup(back.path, .none).findings.isEmpty)
        _ = try maintenance(on: disk).restore(back.path, to: .latest, .none)
        #expect(try content(disk) == history.content(at: .max))
    }
}
