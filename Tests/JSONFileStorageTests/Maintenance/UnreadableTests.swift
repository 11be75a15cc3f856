import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Files that the disk does not give any more")
struct UnreadableTests {
    /// A store with two snapshots and three users for each.
    private func history() async throws -> SimulatedDisk {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        for round in 0..<3 {
            for number in 0..<3 { _ = try await store.create(.user("u\(round)-\(number)")) }
            if round < 2 { await store.compact() }
        }
        await store.close()
        return disk.copy()
    }

    private func count(_ disk: SimulatedDisk) throws -> Int {
        var count = 0
        try maintenance(on: disk).export(.none) { _ in count += 1 }
        return count
    }

    @Test("verify names each, says from which byte on, and goes on to the others")
    func verifying() async throws {
        let disk = try await history()
        for path in disk.content.keys.sorted() where !path.hasSuffix("LOCK") {
            let name = StoreFolder.name(in: path)
            for byte in [0, disk.lines(of: path).last?.lowerBound ?? 0] {
                let damaged = disk.copy()
                damaged.spoil(path, from: byte)
                let report = try maintenance(on: damaged).verify(.none)
                #expect(
                    report.findings.contains { $0.file == name && $0.reason.contains("Input/output error") },
                    "\(name): \(report.findings)")
                #expect(report.findings.allSatisfy { $0.file == name }, "\(name): \(report.findings)")
                #expect(report.files == disk.segments.count + disk.snapshots.count + 1)
            }
        }
    }

    @Test("a start uses the older snapshot when the newest cannot be read, and puts that aside")
    func olderSnapshot() async throws {
        let disk = try await history()
        let newest = try #require(disk.snapshots.last)
        for byte in [0, 200] {
            let damaged = disk.copy()
            damaged.spoil(newest, from: byte)
            #expect(try count(damaged) == 9)
            let report = try maintenance(on: damaged).repair(applying: false, .none)
            #expect(!report.isNeeded && report.findings.map(\.file) == [StoreFolder.name(in: newest)])
            let store = try await open(damaged)
            await store.close()
            #expect(try count(damaged) == 9)
            #expect(damaged.content.keys.contains { $0.contains("/quarantine/snapshot-") })
        }
    }

    @Test("a start refuses a journal that cannot be read, and names it; nothing is changed")
    func journal() async throws {
        let disk = try await history()
        let path = try #require(disk.segments.last)
        disk.spoil(path, from: disk.lines(of: path)[2].lowerBound)
        let before = disk.content.filter { !$0.key.hasSuffix("LOCK") }
        let error = await #expect(throws: JSONFileStoreError.self) { try await open(disk) }
        #expect(error?.exitCode == 74 && error?.reason.contains(path) == true, "\(error?.reason ?? "")")
        #expect(disk.content.filter { !$0.key.hasSuffix("LOCK") } == before)
    }

    @Test("repair saves what can be read, and tells the rest as lost")
    func repairing() async throws {
        let disk = try await history()
        let last = try #require(disk.segments.last), name = StoreFolder.name(in: last)
        disk.spoil(last, from: disk.lines(of: last)[2].lowerBound + 10)
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(report.isApplied && report.findings.contains { $0.file == name && $0.byte != nil })
        #expect(try count(disk) == 7)
        #expect(try maintenance(on: disk).verify(.none).findings.isEmpty)
        let store = try await open(disk)
        await store.close()
    }

    @Test("repair saves the lines of the only snapshot before the place")
    func snapshotLines() async throws {
        let disk = try await history()
        _ = try maintenance(on: disk).restore(nil, to: .position(9), .none)
        let snapshot = try #require(disk.snapshots.last)
        disk.spoil(snapshot, from: disk.lines(of: snapshot)[4].lowerBound + 10)
        let report = try maintenance(on: disk).repair(applying: true, .none)
        #expect(try count(disk) == 3, "\(report.findings)")
        #expect(report.findings.contains { $0.file == StoreFolder.name(in: snapshot) && $0.reason.contains("lost") })
    }

    @Test("STORE.json that cannot be read is made anew by a repair and by a restore")
    func manifest() async throws {
        for isRepair in [false, true] {
            let disk = try await history()
            try backUp(disk)
            disk.spoil("\(folder)/STORE.json", from: 0)
            if isRepair {
                #expect(try maintenance(on: disk).repair(applying: true, .none).isApplied)
            } else {
                _ = try maintenance(on: disk).restore(nil, to: .latest, .none)
            }
            #expect(try count(disk) == 9)
            #expect(try maintenance(on: disk).verify(.none).findings.isEmpty)
        }
    }

    @Test("restore counts it as damage of that backup or folder, and goes to another or says so with status 65")
    func restoring() async throws {
        let history = try await RecordedHistory(backupsAfter: [5, 8])
        let disk = history.disk.copy()
        let backups = try maintenance(on: disk).backups().map(\.name)
        for path in disk.content.keys where path.contains(backups[1]) && path.contains("journal-") {
            disk.spoil(path, from: 300)
        }
        let error = #expect(throws: JSONFileStoreError.self) {
            try maintenance(on: disk).restore(backups[1], to: .latest, .none)
        }
        #expect(error?.exitCode == 65 && error?.reason.contains("Input/output error") == true)
        #expect(error?.reason.contains("store repair") == false, "\(error?.reason ?? "")")
        #expect(error?.reason.contains("roster backup verify \(backups[1])") == true, "\(error?.reason ?? "")")
        // The data folder is no better, and an older backup reaches the number.
        for path in disk.segments { disk.spoil(path, from: 300) }
        #expect(try maintenance(on: disk).restore(nil, to: .position(5), .none).source == backups[0])
    }
}
