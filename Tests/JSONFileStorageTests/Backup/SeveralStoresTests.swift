import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Backups of several stores in one folder")
struct SeveralStoresTests {
    private func time(_ seconds: Int64) -> DateTime { DateTime(secondsSinceEpoch: seconds) }

    /// What looks after the folder at a time.
    private func maintenance(on disk: SimulatedDisk, at seconds: Int64) -> JSONFileMaintenance {
        var options = StoreOptions.test(disk)
        options.clock = { time(seconds) }
        return JSONFileMaintenance(path: folder, types: servedTypes, options: options, logger: quiet)
    }

    /// A store that was lost, and a new one that was begun in its place a day later; each has a backup.
    private struct Loss {
        let disk: SimulatedDisk
        let lost: RecordedHistory
        let old: BackupDescription
        let new: BackupDescription
    }

    private func lose() async throws -> Loss {
        let lost = try await RecordedHistory()
        let old = try maintenance(on: lost.disk, at: 86_400).createBackup(in: nil, .none).backup
        let disk = lost.disk.backupsAlone()
        let store = try await open(disk) { $0.clock = { time(2 * 86_400) } }
        _ = try await store.create(.user("first"))
        await store.close()
        let new = try maintenance(on: disk, at: 3 * 86_400).createBackup(in: nil, .none).backup
        return Loss(disk: disk, lost: lost, old: old, new: new)
    }

    /// Tries what is to be refused and to change nothing.
    private func refusal(
        _ disk: SimulatedDisk, _ target: RestoreTarget = .latest
    ) throws -> JSONFileStoreError? {
        let before = disk.content.filter { !$0.key.hasSuffix(FileName.lock) }
        let error = #expect(throws: JSONFileStoreError.self) {
            try maintenance(on: disk, at: 4 * 86_400).restore(nil, to: target, .none)
        }
        let isUntouched = disk.content.filter { !$0.key.hasSuffix(FileName.lock) } == before
        #expect(isUntouched)
        #expect(
            error?.exitCode == 66 && error?.reason.contains("Nothing was changed") == true, "\(error?.reason ?? "")")
        return error
    }

    @Test("stores that were begun at the same time have names of their own")
    func names() {
        let ids = (0..<100).map { _ in ResourceID.unique(at: time(86_400), after: nil).text }
        let names = ids.map { Backups.shortName(of: $0) }
        #expect(Set(names).count == ids.count && names.allSatisfy { $0.count == 8 })
        #expect(Backups.shortName(of: "s1") == "s1")
    }

    @Test("none is taken without a name, and the newest of each is told, whether the data folder is there or not")
    func latest() async throws {
        let loss = try await lose()
        for disk in [loss.disk.copy(), loss.disk.backupsAlone()] {
            let reason = try refusal(disk)?.reason ?? ""
            #expect(reason.contains("backups of 2 stores"), "\(reason)")
            for backup in [loss.old, loss.new] {
                #expect(reason.contains("roster backup restore \(backup.name) ("), "\(reason)")
            }
        }
        #expect(try refusal(loss.disk)?.reason.contains("that of the data folder") == true)
        _ = try maintenance(on: loss.disk, at: 4 * 86_400).restore(loss.old.name, to: .latest, .none)
        #expect(try content(loss.disk).count == loss.lost.content(at: .max).map { $0.users.count + $0.groups.count })
    }

    @Test("one that is only of another store is named, and not taken")
    func othersOnly() async throws {
        let loss = try await lose()
        for path in loss.disk.content.keys where path.hasPrefix("\(backupFolder)/\(loss.new.name)/") {
            try loss.disk.remove(path)
        }
        try loss.disk.removeFolder("\(backupFolder)/\(loss.new.name)")
        let reason = try refusal(loss.disk)?.reason ?? ""
        #expect(reason.contains("roster backup restore \(loss.old.name) ("), "\(reason)")
        // Where there is no data folder, nobody says that it is another one.
        #expect(
            try maintenance(on: loss.disk.backupsAlone(), at: 4 * 86_400).restore(nil, to: .latest, .none).source
                == loss.old.name)
    }

    @Test("a moment is looked for in the store of the data folder alone, and what others hold is told")
    func moments() async throws {
        let loss = try await lose()
        let own = try maintenance(on: loss.disk.copy(), at: 4 * 86_400).restore(nil, to: .position(1), .none)
        #expect(own.source == nil && own.resources.map(\.count).reduce(0, +) == 1)
        let state = loss.lost.states[3]
        for (target, option) in [
            (.position(loss.old.position), "--to-sequence \(loss.old.position)"),
            (.time(state.time), "--to-time \(state.time)"),
        ] as [(RestoreTarget, String)] {
            for disk in [loss.disk, loss.disk.backupsAlone()] {
                let reason = try refusal(disk, target)?.reason ?? ""
                #expect(reason.contains("roster backup restore \(loss.old.name) \(option) ("), "\(reason)")
            }
            let disk = loss.disk.copy()
            _ = try maintenance(on: disk, at: 4 * 86_400).restore(loss.old.name, to: target, .none)
        }
        // Nobody's backup reaches that far.
        #expect(try refusal(loss.disk, .position(500))?.reason.contains("roster backup restore") == false)
    }

    @Test("one without a STORE.json that can be read is of the store that its other files name, or of none")
    func unnamed() async throws {
        for isReadable in [true, false] {
            let history = try await RecordedHistory(backupsAfter: [4])
            let disk = history.disk
            let broken = try #require(try maintenance(on: disk, at: 0).backups().first)
            let path = "\(backupFolder)/\(broken.name)"
            disk.content["\(path)/STORE.json"]?[5] ^= 1
            if !isReadable {
                for name in try disk.names(in: path) where FileName.isNumbered(name) {
                    disk.content["\(path)/\(name)"]?[5] ^= 1
                }
            }
            // What is damaged and the newest is not passed over in silence.
            let error = #expect(throws: JSONFileStoreError.self) {
                try maintenance(on: disk.copy(), at: 0).restore(nil, to: .latest, .none)
            }
            #expect(error?.exitCode == 65 && error?.reason.contains(broken.name) == true, "\(error?.reason ?? "")")
            let newest = try maintenance(on: disk, at: 4_000_000_000).createBackup(in: nil, .none).backup
            let listed = try maintenance(on: disk, at: 0).backups()
            #expect(listed.map(\.isOwn) == [isReadable ? true : nil, true])
            #expect((listed[0].store == nil) == !isReadable && listed[1].store != nil)
            for disk in [disk.copy(), disk.backupsAlone()] {
                #expect(
                    try maintenance(on: disk, at: 0).restore(nil, to: .latest, .none).source == newest.name)
            }
        }
    }

    @Test(
        "where the data folder was put back to an earlier state, none that may be the newest is deleted, or taken without a name"
    )
    func putBack() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ann"))
        await store.close()
        let earlier = disk.content.filter { $0.key.hasPrefix("\(folder)/") }
        let again = try await open(disk)
        for number in 0..<5 { _ = try await again.create(.user("u\(number)")) }
        await again.close()
        let abandoned = try maintenance(on: disk, at: 1_000).createBackup(in: nil, .none).backup
        let back = SimulatedDisk(disk.content.filter { $0.key.hasPrefix(backupFolder) }.merging(earlier) { $1 })
        let first = try maintenance(on: back, at: 2_000).createBackup(in: nil, .none).backup
        var options = StoreOptions.test(back)
        options.clock = { time(3_000) }
        options.backup.count = 2
        let report = try JSONFileMaintenance(path: folder, types: servedTypes, options: options, logger: quiet)
            .createBackup(in: nil, .none)
        #expect(first.position < abandoned.position && report.deleted.isEmpty)
        #expect(
            try maintenance(on: back, at: 0).backups().map(\.name) == [first.name, report.backup.name, abandoned.name])
        let reason = try refusal(back)?.reason ?? ""
        for name in [report.backup.name, abandoned.name] {
            #expect(reason.contains("backup restore \(name)"), "\(reason)")
        }
        let foreign = try await RecordedHistory(backupsAfter: [3]).disk.backupsAlone().content
        let mixed = try refusal(SimulatedDisk(back.content.merging(foreign) { own, _ in own }))?.reason ?? ""
        for name in [report.backup.name, abandoned.name] {
            #expect(mixed.contains("backup restore \(name) ("), "\(mixed)")
        }
        _ = try maintenance(on: back, at: 0).restore(report.backup.name, to: .latest, .none)
        // The numbers go on behind all that were ever used, so that from now on both orders are one again.
        #expect(try maintenance(on: back, at: 0).statistics(.none).position > abandoned.position)
        options.clock = { time(4_000) }
        let late = try JSONFileMaintenance(path: folder, types: servedTypes, options: options, logger: quiet)
            .createBackup(in: nil, .none)
        #expect(late.deleted == [first.name])
        #expect(try maintenance(on: back, at: 0).restore(nil, to: .latest, .none).source == late.backup.name)
    }

    @Test("four in one second and one behind them stand in the order of their making, and the last is the newest")
    func oneSecond() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        for _ in 0..<4 { _ = try maintenance(on: disk, at: 1_000).createBackup(in: nil, .none) }
        _ = try await store.create(.user("ann"))
        await store.close()
        let last = try maintenance(on: disk, at: 1_001).createBackup(in: nil, .none).backup
        #expect(try maintenance(on: disk, at: 0).restore(nil, to: .latest, .none).source == last.name)
    }

    @Test("many within a few seconds are kept and deleted in the order of their making")
    func fewSeconds() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        var made: [String] = []
        for number in 0..<12 {
            _ = try await store.create(.user("u\(number)"))
            var options = StoreOptions.test(disk)
            options.clock = { time(1_000 + Int64(number / 4)) }
            options.backup.count = 2
            let report = try JSONFileMaintenance(path: folder, types: servedTypes, options: options, logger: quiet)
                .createBackup(in: nil, .none)
            made.append(report.backup.name)
            #expect(try maintenance(on: disk, at: 0).backups().map(\.name) == made.suffix(2))
        }
        await store.close()
        #expect(try maintenance(on: disk, at: 0).restore(nil, to: .latest, .none).source == made.last)
    }

    @Test("a clock that is set back deletes none that may be the newest")
    func clockSetBack() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        var made: [String] = []
        for seconds in [5_000, 6_000, 1_000, 2_000] as [Int64] {
            _ = try await store.create(.user("u\(seconds)"))
            var options = StoreOptions.test(disk)
            options.clock = { time(seconds) }
            options.backup.count = 1
            let report = try JSONFileMaintenance(path: folder, types: servedTypes, options: options, logger: quiet)
                .createBackup(in: nil, .none)
            made.append(report.backup.name)
        }
        await store.close()
        #expect(try maintenance(on: disk, at: 0).backups().map(\.name) == [made[1], made[3]])
        #expect(try refusal(disk)?.reason.contains("backup restore \(made[3])") == true)
    }
}
