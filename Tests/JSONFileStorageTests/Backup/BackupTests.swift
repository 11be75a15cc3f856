import Foundation
import RosterCore
import RosterTesting
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Backups of a store")
struct BackupTests {
    /// How many random stores are tried.
    private static let stores = ProcessInfo.processInfo.environment["BACKUP_STORES"].flatMap { Int($0) } ?? 50

    /// A random store: with every kind of value, or with a long history and perhaps without a clean end.
    private func store(_ seed: Int) async throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        guard seed.isMultiple(of: 2) else {
            let plan = Simulation.Plan(operations: 40, compactionInterval: seed % 4 == 1 ? 3 : nil)
            var simulation = Simulation(seed: UInt64(seed), plan)
            try simulation.play(on: disk, closing: seed % 3 == 0)
            return disk
        }
        var random = RandomDirectory(seed: UInt64(seed))
        let store = try await open(disk)
        var users: [Resource] = []
        for _ in 0..<8 { users.append(try await store.create(random.user())) }
        for _ in 0..<3 { _ = try await store.create(random.group(of: users)) }
        try await store.delete(users[2].key, if: .none)
        if seed.isMultiple(of: 4) { await store.compact() }
        _ = try await store.create(random.user())
        await store.close()
        return disk
    }

    @Test("R15: backup, restore elsewhere, export is byte-identical for random stores")
    func roundTrip() async throws {
        for seed in 0..<Self.stores {
            let disk = try await store(seed)
            let lines = try export(disk)
            let content = disk.content.filter { $0.key.hasPrefix("\(folder)/") }
            let report = try backUp(disk)
            let isUntouched = disk.content.filter { $0.key.hasPrefix("\(folder)/") } == content
            #expect(isUntouched, "store \(seed)")
            #expect(disk.backups == [report.backup.name])
            // It is a data folder itself.
            #expect(try export(disk, path: report.path) == lines, "store \(seed)")
            #expect(try maintenance(on: disk).verifyBackup(report.backup.name, .none).findings.isEmpty)
            let other = disk.backupsAlone()
            let restored = try maintenance(on: other).restore(report.backup.name, to: .latest, .none)
            #expect(restored.position == report.backup.position && restored.source == report.backup.name)
            #expect(restored.aside == nil)
            #expect(try export(other) == lines, "store \(seed)")
            #expect(try maintenance(on: other).verify(.none).findings.isEmpty, "store \(seed)")
            await (try await open(other)).close()
            #expect(try export(other) == lines, "store \(seed)")
        }
        print("R15: \(Self.stores) stores: backup, restore, export: byte-identical")
    }

    @Test("are made while the store is open, and end with a whole line")
    func tornEnd() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        for number in 0..<3 { _ = try await store.create(.user("u\(number)")) }
        let lines = try export(disk)
        let path = try #require(disk.segments.last)
        disk.content[path]? += Array(#"{"n":4,"p":"half a li"#.utf8)
        let report = try backUp(disk)
        #expect(report.backup.position == 3)
        let inspection = try maintenance(on: disk).verifyBackup(report.backup.name, .none)
        #expect(inspection.findings.isEmpty && inspection.notes.isEmpty && inspection.position == 3)
        #expect(try export(disk, path: report.path) == lines)
        await store.close()
    }

    @Test("hold the newest snapshot and what came behind it, and no more")
    func files() async throws {
        let history = try await RecordedHistory(snapshotsAfter: [3, 8])
        let report = try backUp(history.disk)
        let listing = try StoreListing(StoreFolder(path: report.path, disk: history.disk))
        let own = try StoreListing(StoreFolder(path: folder, disk: history.disk))
        #expect(own.snapshots.count == 2 && listing.snapshots == own.snapshots.suffix(1))
        #expect(listing.segments == own.segments.filter { $0 > listing.snapshots[0] })
        let bytes = history.disk.content.filter { $0.key.hasPrefix(report.path) }.reduce(0) { $0 + $1.value.count }
        #expect(report.backup.bytes == bytes)
    }

    @Test("are refused for damaged data, and leave nothing behind")
    func damage() async throws {
        let history = try await RecordedHistory()
        let disk = history.disk
        disk.content[try #require(disk.segments.first)]?[700] ^= 1
        let error = #expect(throws: JSONFileStoreError.self) { try backUp(disk) }
        #expect(error?.exitCode == 65 && error?.reason.contains("byte ") == true, "\(error?.reason ?? "")")
        #expect(disk.backups.isEmpty)
        let missing = #expect(throws: JSONFileStoreError.self) { try backUp(SimulatedDisk()) }
        #expect(missing?.exitCode == 66)
    }

    @Test("that are not what they were are told by verify, whichever byte it is and wherever the end is missing")
    func corrupt() async throws {
        let history = try await RecordedHistory(snapshotsAfter: [6])
        let report = try backUp(history.disk)
        let names = history.disk.content.keys.filter { $0.hasPrefix(report.path) }.sorted()
        #expect(names.count == 3)
        for name in names {
            let bytes = try #require(history.disk.content[name])
            for place in stride(from: 0, to: bytes.count, by: 7) {
                let disk = history.disk.copy()
                disk.content[name]?[place] ^= 1 << UInt8(place % 8)
                #expect(isSpoilt(report.backup.name, on: disk), "byte \(place) of \(name)")
                disk.content[name] = Array(bytes[..<place])
                #expect(isSpoilt(report.backup.name, on: disk), "\(name) cut off at byte \(place)")
            }
        }
        let missing = #expect(throws: JSONFileStoreError.self) {
            try maintenance(on: history.disk).verifyBackup("backup-none", .none)
        }
        #expect(missing?.exitCode == 66)
    }

    /// Whether something is found, or said before anything can be read, such as that the version is unknown.
    private func isSpoilt(_ name: String, on disk: SimulatedDisk) -> Bool {
        (try? maintenance(on: disk).verifyBackup(name, .none).findings.isEmpty) != true
    }

    @Test("are listed by their names alone, and have names of their own however fast they are made")
    func list() async throws {
        let history = try await RecordedHistory(backupsAfter: [1, 5])
        let disk = history.disk
        for _ in 0..<3 { try backUp(disk) }
        try disk.makeFolder("\(backupFolder)/notes")
        let listed = try maintenance(on: disk).backups()
        #expect(listed.count == 5 && Set(listed.map(\.name)).count == 5)
        #expect(listed.map(\.position) == listed.map(\.position).sorted())
        #expect(try maintenance(on: SimulatedDisk()).backups().isEmpty)
    }

    @Test(
        "have names that tell the number and the time, and no other name is one",
        arguments: [
            "backup-00000000000000000042-20261124T175300", "backup-42-20261124T175300Z", "backup.tmp", "LOCK",
            "backup-00000000000000000042-20261324T175300Z", "backup-0000000000000000004x-20261124T175300Z",
            "backup-00000000000000000042-20261124T175300Z.tmp", "backup-00000000000000000042-2026é124T175300",
            "a-1-éééééééé", "backup-1-éééééééé", "backup-09223372036854775807-20261124T175300Z",
        ])
    func names(other: String) throws {
        let name = BackupName(position: 42, made: DateTime(millisecondsSinceEpoch: 1_795_542_780_123))
        #expect(name.text == "backup-00000000000000000042-20261124T175300Z")
        #expect(BackupName(name.text) == name)
        #expect(BackupName(other) == nil)
    }
}
