import RosterCore
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("What a restore, a repair and an import say when a call of the disk fails")
struct ReplacementFailureTests {
    /// What puts another content in the place of the one that is there.
    enum Work: CaseIterable {
        case restore
        case repair
        case fill

        /// A disk on which it can be done.
        func disk() async throws -> SimulatedDisk {
            let history = try await RecordedHistory(snapshotsAfter: [4], backupsAfter: [6])
            switch self {
            case .restore: break
            case .repair: history.disk.content[history.disk.segments[1]]?[400] ^= 1
            case .fill:
                let empty = SimulatedDisk()
                await (try await open(empty)).close()
                return empty.copy()
            }
            return history.disk.copy()
        }

        /// Does it.
        func run(on disk: SimulatedDisk) throws {
            switch self {
            case .restore: _ = try maintenance(on: disk).restore(nil, to: .latest, .none)
            case .repair: _ = try maintenance(on: disk).repair(applying: true, .none)
            case .fill:
                var lines = (1...5).map { number in
                    #"{"type":"User","id":"u\#(number)","version":"1","created":"2026-01-01T00:00:00Z","#
                        + #""lastModified":"2026-01-01T00:00:00Z","attributes":{"userName":"u\#(number)"}}"#
                }
                _ = try maintenance(on: disk).import(from: { lines.popLast().map { Array($0.utf8) } }, .none)
            }
        }
    }

    /// Holds what an error says against what has become of the data.
    ///
    /// - Parameter isTidy: Whether what lay ready could be taken away.
    private func check(
        _ error: JSONFileStoreError?, _ disk: SimulatedDisk, before: [String: [UInt8]], isTidy: Bool = true
    ) throws {
        let reason = error?.reason ?? "", names = try disk.names(in: folder)
        let isReplaced = { try StoreListing(StoreFolder(path: folder, disk: disk)).snapshots == [1_000_000_000] }
        func start() throws {
            var writer = try Writer(opening: folder, types: servedTypes, options: .test(disk), logger: quiet)
            writer.release()
        }
        #expect(reason.contains("/data") || reason.contains("/backups") || reason.contains(".json"), "\(reason)")
        if reason.contains("Nothing was changed") {
            #expect(!isTidy || !names.contains { $0.hasSuffix(".new") || $0.hasSuffix(".tmp") }, "\(reason): \(names)")
            let isUntouched = files(disk).filter { !FileName.isUnfinished(String($0.key.dropFirst(6))) } == before
            #expect(isUntouched, "\(reason)")
        } else if reason.contains("completes or leaves") {
            let isDecided = names.contains(FileName.replacement)
            if !isDecided, before.keys.contains(where: { $0.hasSuffix(FileName.segment(1)) }) { return }
            try start()
            #expect(try isReplaced() == isDecided, "\(reason)")
        } else {
            #expect(reason.contains("the next start of the server completes it"), "\(reason)")
            try start()
            #expect(try isReplaced(), "\(reason)")
            #expect(try maintenance(on: disk).verify(.none).findings.isEmpty)
        }
    }

    private func files(_ disk: SimulatedDisk) -> [String: [UInt8]] {
        disk.content.filter {
            $0.key.hasPrefix("\(folder)/") && !$0.key.hasSuffix(FileName.lock) && !$0.key.contains(FileName.quarantine)
        }
    }

    @Test(
        "is what has become of the data, and which file it was", arguments: Work.allCases,
        [(5, false), (28, false), (5, true), (23, true)] as [(Int32, Bool)])
    func failingCalls(work: Work, fault: (code: Int32, isLasting: Bool)) async throws {
        let whole = try await work.disk()
        let start = whole.state.withLock { $0 }, before = files(whole)
        var call = start.calls, failures = 0, decided = 0
        while true {
            let disk = SimulatedDisk(start)
            disk.state.withLock {
                $0.fault = SimulatedDisk.Fault(call: call, code: fault.code, isLasting: fault.isLasting)
            }
            do {
                try work.run(on: disk)
                if disk.state.withLock({ $0.calls }) <= call { break }
            } catch {
                disk.state.withLock { $0.fault = nil }
                try check(error as? JSONFileStoreError, disk, before: before, isTidy: !fault.isLasting)
                failures += 1
                if try StoreListing(StoreFolder(path: folder, disk: disk)).snapshots == [1_000_000_000] { decided += 1 }
            }
            call += 1
        }
        #expect(failures > 20 && decided > 5 && decided < failures, "\(failures), \(decided)")
    }

    @Test("is that nothing was changed where a mark that nobody could complete is there as well")
    func oldMark() async throws {
        let disk = try await Work.repair.disk()
        try StoreFolder(path: folder, disk: disk).make(FileName.replacement, Array("{}".utf8))
        let before = files(disk), start = disk.state.withLock { $0 }
        for call in start.calls..<start.calls + 400 {
            let disk = SimulatedDisk(start)
            disk.state.withLock { $0.fault = SimulatedDisk.Fault(call: call, code: 28) }
            do {
                try Work.repair.run(on: disk)
            } catch let error as JSONFileStoreError where error.reason.contains("Nothing was changed") {
                disk.state.withLock { $0.fault = nil }
                try check(error, disk, before: before)
            } catch {}
        }
    }

    @Test("is that nothing was changed where the disk is full, and nothing is left behind", arguments: Work.allCases)
    func noSpace(work: Work) async throws {
        let whole = try await work.disk()
        let start = whole.state.withLock { $0 }, before = files(whole), used = whole.used
        for space in stride(from: 0, through: 3_000, by: 50) {
            let disk = SimulatedDisk(start)
            disk.space = used + space
            do {
                try work.run(on: disk)
                #expect(space > 500)
                return
            } catch {
                #expect((error as? JSONFileStoreError)?.exitCode == 73)
                try check(error as? JSONFileStoreError, disk, before: before)
            }
        }
        Issue.record("there was never room enough")
    }
}
