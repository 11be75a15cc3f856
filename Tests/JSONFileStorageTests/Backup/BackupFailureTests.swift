import RosterCore
import RosterTesting
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Backups when something goes wrong")
struct BackupFailureTests {
    /// Every backup there is holds what the store holds, and the store is as it was.
    private func check(_ disk: SimulatedDisk, _ lines: [[UInt8]], _ place: String) throws {
        #expect(try export(disk) == lines, "\(place)")
        for backup in try maintenance(on: disk).backups() {
            #expect(try maintenance(on: disk).verifyBackup(backup.name, .none).findings.isEmpty, "\(place)")
            #expect(try export(disk, path: "\(backupFolder)/\(backup.name)") == lines, "\(place)")
        }
    }

    @Test("are whole or not there after a power cut at every moment, and the next one is made")
    func powerCuts() async throws {
        let disk = try await RecordedHistory(snapshotsAfter: [6]).disk
        let lines = try export(disk)
        try backUp(disk)
        disk.record()
        try backUp(disk)
        var generator = SeededGenerator(seed: 3)
        let moments = disk.moments()
        for (place, moment) in moments.enumerated() {
            for outcome in 0..<4 {
                let cut = SimulatedDisk(moment.afterPowerCut(&generator))
                try check(cut, lines, "moment \(place), outcome \(outcome)")
                let count = try maintenance(on: cut).backups().count
                if place == moments.count - 1 { #expect(count == 2) }
                try backUp(cut)
                #expect(cut.backups.count == count + 1, "moment \(place), outcome \(outcome)")
            }
        }
        #expect(moments.count > 15)
    }

    @Test("are whole or not there when a call fails", arguments: [5, 28] as [Int32])
    func failingCalls(code: Int32) async throws {
        let disk = try await RecordedHistory(snapshotsAfter: [6]).disk
        let lines = try export(disk)
        try backUp(disk)
        let start = disk.state.withLock { $0 }
        var call = start.calls, isOver = false
        while !isOver {
            let failing = SimulatedDisk(start)
            failing.state.withLock { $0.fault = SimulatedDisk.Fault(call: call, code: code) }
            isOver = (try? backUp(failing)) != nil && failing.state.withLock { $0.calls <= call }
            failing.state.withLock { $0.fault = nil }
            try check(failing, lines, "call \(call)")
            try backUp(failing)
            #expect(failing.backups.allSatisfy { BackupName($0) != nil }, "call \(call)")
            call += 1
        }
        #expect(call - start.calls > 40)
    }

    @Test("a full disk is told with status 73, and has as much room afterwards as before")
    func noSpace() async throws {
        let disk = try await RecordedHistory().disk
        let used = disk.used
        disk.space = used + 300
        let error = #expect(throws: JSONFileStoreError.self) { try backUp(disk) }
        #expect(error?.exitCode == 73)
        #expect(disk.backups.isEmpty)
    }

    @Test("one that is given up at whatever piece of a file, because the server is stopped, leaves nothing behind")
    func abandoned() async throws {
        let disk = try await RecordedHistory(snapshotsAfter: [6]).disk
        for pieces in 0..<1_000 {
            let asked = Counter(), readings = Mutex<[Int]>([])
            do {
                _ = try maintenance(on: disk).createBackup(in: nil, .none) {
                    guard asked.next() > pieces else { return false }
                    readings.withLock { $0.append(disk.count(of: "read")) }
                    return true
                }
                #expect(pieces > 10 && disk.backups.count == 1)
                return
            } catch is BackupMaker.Abandoned {
                #expect(disk.backups.isEmpty)
                // It asks before it reads, and reads nothing any more.
                #expect(readings.withLock { Set($0 + [disk.count(of: "read")]).count } == 1)
            }
        }
        Issue.record("no backup was made")
    }

    @Test("the end of a store waits for one that is being made, and gives it up", .timeLimit(.minutes(5)))
    func close() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        _ = try await store.create(.user("ann"))
        disk.stall.close()
        async let backup: Void = store.backUp()
        await disk.stall.arrivals()
        let end = Task { await store.close() }
        while !store.engine.isClosing { await Task.yield() }
        #expect(disk.folders.contains("\(backupFolder)/backup.tmp"))
        disk.stall.open()
        await end.value
        #expect(disk.backups.isEmpty)
        await backup
        let again = try await open(disk)
        await again.backUp()
        #expect(disk.backups.count == 1)
        await again.close()
    }

    @Test("two at a time are not made: the second ends with status 75")
    func inUse() async throws {
        let disk = try await RecordedHistory().disk
        let backups = Backups(backupFolder, on: disk)
        try backups.exclusively(at: .now) {
            let error = #expect(throws: JSONFileStoreError.self) { try backUp(disk) }
            #expect(error?.exitCode == 75)
        }
        try backUp(disk)
    }

    @Test("snapshots that take files away meanwhile do no harm")
    func compactionMeanwhile() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk) { $0.segmentBytes = 500 }
        async let work: Void = {
            for number in 0..<60 {
                _ = try await store.create(.user("u\(number)"))
                if number.isMultiple(of: 3) { await store.compact() }
            }
        }()
        for _ in 0..<25 {
            let report = try backUp(disk)
            let inspection = try maintenance(on: disk).verifyBackup(report.backup.name, .none)
            #expect(inspection.findings.isEmpty, "\(inspection.findings)")
        }
        try await work
        await store.close()
    }
}
