import RosterCore
import SCIM
import Synchronization

@testable import JSONFileEngine
@testable import JSONFileStorage

/// Every resource of a store as a line.
func export(_ disk: any FileSystem, path: String = folder) throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    try JSONFileMaintenance(path: path, types: servedTypes, options: .test(disk), logger: quiet)
        .export(.none) { lines.append($0.line) }
    return lines
}

/// Makes a backup.
@discardableResult
func backUp(_ disk: any FileSystem) throws -> BackupReport { try maintenance(on: disk).createBackup(in: nil, .none) }

extension SimulatedDisk {
    /// The names in the folder of the backups, without the lock.
    var backups: [String] {
        ((try? names(in: backupFolder)) ?? []).filter { $0 != FileName.lock }.sorted()
    }

    /// A disk with nothing but the backups of this one.
    func backupsAlone() -> SimulatedDisk {
        SimulatedDisk(content.filter { $0.key.hasPrefix(backupFolder) && !$0.key.hasSuffix(FileName.lock) })
    }
}

/// A short history with every state that the store had.
struct RecordedHistory {
    let disk = SimulatedDisk()
    /// The number of each change, when it was made, and what the store held after it; it begins with nothing.
    private(set) var states = [(number: 0, time: DateTime(secondsSinceEpoch: 0), content: SimulatedDirectory())]

    /// What the store held after the last change up to a number.
    func content(at number: Int) -> SimulatedDirectory? { states.last { $0.number <= number }?.content }

    /// Makes changes, a snapshot after some of them, and a backup after others.
    init(snapshotsAfter snapshots: Set<Int> = [], backupsAfter backups: Set<Int> = []) async throws {
        let times = Counter(), disk = disk
        let store = try await open(disk) { options in
            options.clock = { DateTime(secondsSinceEpoch: 1_000 * Int64(times.next())) }
        }
        var users: [Resource] = []
        let group = try await store.create(.group("staff"))
        record(store)
        for step in 1...12 {
            switch step % 4 {
            case 0: try await store.delete(users.removeFirst().key, if: .none)
            case 1, 2: users.append(try await store.create(.user("u\(step)")))
            default:
                _ = try await store.modify(group.key, by: .adding(users[0].id.text), if: .none, selecting: .minimum)
            }
            record(store)
            if snapshots.contains(step) { await store.compact() }
            if backups.contains(step) { try backUp(disk) }
        }
        await store.close()
    }

    private mutating func record(_ store: JSONFileStore) {
        let number = store.engine.writer.withLock { $0.journal.position.number }
        let time = store.engine.history.window.transactions(after: number - 1, count: 1)?.last?.time
        states.append((number, time ?? DateTime(secondsSinceEpoch: 0), SimulatedDirectory(store.engine.state)))
    }
}
