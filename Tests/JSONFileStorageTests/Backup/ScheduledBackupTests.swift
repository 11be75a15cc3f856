import Logging
import RosterCore
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Backups that the server makes by itself")
struct ScheduledBackupTests {
    @Test("keep the newest ones of this store, and touch nothing else")
    func keep() async throws {
        let foreign = try await RecordedHistory(backupsAfter: [3])
        let disk = SimulatedDisk(foreign.disk.content.filter { $0.key.hasPrefix(backupFolder) })
        try disk.makeFolder("\(backupFolder)/notes")
        let others = disk.backups
        #expect(others.count == 2)
        let store = try await open(disk) { $0.backup.count = 2 }
        var made: [String] = []
        for number in 0..<5 {
            _ = try await store.create(.user("u\(number)"))
            let before = Set(disk.backups)
            await store.backUp()
            made += disk.backups.filter { !before.contains($0) }
            #expect(Set(disk.backups) == Set(others + made.suffix(2)))
        }
        #expect(made.count == 5)
        await store.close()
    }

    @Test("are never deleted before a new one is complete, and one that fails is told and tried again")
    func failure() async throws {
        let disk = SimulatedDisk(), log = RecordedLog(from: .error)
        let store = try await JSONFileStore.open(
            path: folder, types: servedTypes, options: .test(disk) { $0.backup.count = 1 }, logger: log.logger)
        _ = try await store.create(.user("ann"))
        await store.backUp()
        let first = disk.backups
        #expect(first.count == 1 && log.lines.isEmpty)
        disk.fail("mkdir", with: 13)
        await store.backUp()
        #expect(disk.backups == first)
        #expect(log.lines.count == 1 && log.lines[0].contains("no backup could be made"), "\(log.lines)")
        #expect(store.failure == nil && store.impediment == "the last backup failed")
        _ = try await store.create(.user("bob"))
        disk.fail("mkdir", with: nil)
        await store.backUp()
        #expect(disk.backups.count == 1 && disk.backups != first)
        #expect(log.lines.count == 1 && store.impediment == nil)
        await store.close()
    }

    @Test("are made as soon as one is due, and not again after a start for as long as the last one is new")
    func due() async throws {
        let disk = SimulatedDisk(), time = Mutex<Int64>(1_800_000_000)
        func open() async throws -> JSONFileStore {
            try await JSONFileStorageTests.open(disk) { options in
                options.backup.interval = .seconds(3_600)
                options.clock = { DateTime(secondsSinceEpoch: time.withLock { $0 }) }
            }
        }
        for (later, count) in [(0, 1), (3_000, 1), (700, 2), (-90_000, 3)] as [(Int64, Int)] {
            time.withLock { $0 += later }
            if later != 0 {
                let store = try await JSONFileStorageTests.open(disk)
                _ = try await store.create(.user("\(later)"))
                await store.close()
            }
            let store = try await open()
            // What is due at the start comes before this on the same thread.
            await store.backups.idle()
            #expect(disk.backups.count == count, "\(later) s later")
            await store.close()
        }
    }

    @Test("are not made again and again where nothing changes after the data folder was put back to an earlier state")
    func putBack() async throws {
        let disk = SimulatedDisk(), time = Mutex<Int64>(1_800_000_000)
        func run(on disk: SimulatedDisk, users: Int = 0) async throws {
            time.withLock { $0 += 3_600 }
            let plain = try await JSONFileStorageTests.open(disk)
            for number in 0..<users { _ = try await plain.create(.user("u\(time.withLock { $0 })-\(number)")) }
            await plain.close()
            let store = try await JSONFileStorageTests.open(disk) { options in
                options.backup.interval = .seconds(3_600)
                options.clock = { DateTime(secondsSinceEpoch: time.withLock { $0 }) }
            }
            await store.backups.idle()
            await store.close()
        }
        try await run(on: disk, users: 1)
        let earlier = disk.content.filter { $0.key.hasPrefix("\(folder)/") }
        try await run(on: disk, users: 5)
        #expect(disk.backups.count == 2)
        let back = SimulatedDisk(disk.content.filter { $0.key.hasPrefix(backupFolder) }.merging(earlier) { $1 })
        try await run(on: back, users: 1)
        for _ in 0..<3 { try await run(on: back) }
        #expect(back.backups.count == 3)
    }

    @Test(
        "are not made where nothing has changed since the last one, whatever was sealed, started or snapshot meanwhile",
        arguments: [nil, 1, 3] as [Int?], [false, true])
    func unchanged(changes: Int?, snapshot: Bool) async throws {
        let disk = SimulatedDisk(), days = Counter(), log = RecordedLog(from: .debug)
        func openAgain() async throws -> JSONFileStore {
            let day = days.next()
            let store = try await JSONFileStore.open(
                path: folder, types: servedTypes,
                options: .test(disk) { options in
                    options.backup.interval = .seconds(3_600)
                    options.clock = { DateTime(secondsSinceEpoch: 1_800_000_000 + Int64(day) * 86_400) }
                }, logger: log.logger)
            await store.backups.idle()
            return store
        }
        var store = try await openAgain()
        for number in 0..<(changes ?? 0) { _ = try await store.create(.user("u\(number)")) }
        await store.close()
        store = try await openAgain()
        let made = disk.backups
        #expect(made.count == (changes == nil ? 1 : 2))
        for _ in 0..<3 {
            let known = log.lines.count
            if snapshot { await store.compact() }
            store.engine.writer.withLock { $0.seal() }
            await store.close()
            store = try await openAgain()
            #expect(disk.backups == made)
            #expect(log.lines.dropFirst(known).contains { $0.contains("nothing has changed") })
        }
        _ = try await store.create(.user("late"))
        await store.close()
        await (try await openAgain()).close()
        #expect(disk.backups.count == made.count + 1)
    }

    @Test("are made where the newest one is of a later time than the folder, which was put back")
    func rolledBack() async throws {
        let time = Mutex<Int64>(1_800_000_000)
        func open(_ disk: SimulatedDisk) async throws -> JSONFileStore {
            let store = try await JSONFileStorageTests.open(disk) { options in
                options.backup.interval = .seconds(3_600)
                options.clock = { DateTime(secondsSinceEpoch: time.withLock { $0 }) }
            }
            await store.backups.idle()
            return store
        }
        let disk = SimulatedDisk()
        await (try await open(disk)).close()
        let earlier = disk.content.filter { $0.key.hasPrefix(folder) }
        time.withLock { $0 += 86_400 }
        let store = try await open(disk)
        for number in 0..<5 { _ = try await store.create(.user("u\(number)")) }
        await store.backUp()
        await store.close()
        let restored = SimulatedDisk(
            disk.content.filter { $0.key.hasPrefix(backupFolder) }.merging(earlier) { $1 })
        time.withLock { $0 += 86_400 }
        let before = restored.backups
        await (try await open(restored)).close()
        #expect(restored.backups.count == before.count + 1)
    }
}
