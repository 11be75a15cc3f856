import JSONFileEngine
import RosterCore
import SCIM

/// A folder from which an earlier state can be read.
struct RestoreSource: Sendable {
    /// The name of the backup; `nil` for the folder of the store itself.
    let name: String?
    /// The folder.
    let folder: StoreFolder
    /// What the name of the backup tells, if it has such a name.
    let backup: BackupName?

    /// Reads the state that is wanted.
    ///
    /// - Returns: What the folder holds then, and when the last change before was made, if that is told; `nil` if the state is
    ///   not between the first and the last that it holds.
    /// - Throws: ``JSONFileStoreError`` for damage, ``FileSystemError``.
    func read(
        _ target: RestoreTarget, layouts: [TypeLayout], progress: MaintenanceProgress
    ) throws -> (reading: StoreReading, time: DateTime?)? {
        if let backup, !backup.mayReach(target) { return nil }
        var last = Int.max, made: DateTime?
        switch target {
        case .latest: break
        case .position(let position):
            // The highest number of all would stand for whatever there is.
            last = min(position, .max - 1)
        case .time(let time):
            guard let found = try lastChange(upTo: time, layouts: layouts) else { return nil }
            // Of what came after it was made a backup knows nothing, and its name leaves the part of the second out.
            if let backup, backup.made < time, !found.isPassed, found.time != time { return nil }
            (last, made) = (found.number, found.time)
        }
        do {
            let reading = try StoreReading(of: folder, layouts: layouts, upTo: last, progress: progress)
            if last == .max { try checkEnd(reading) }
            return (reading, made ?? reading.time)
        } catch let error as JSONFileStoreError where error.kind == .missing {
            return nil
        }
    }

    /// The last change that was made at a time or before it, or the first line behind a snapshot without such a change; and whether
    /// there is something later.
    private func lastChange(
        upTo time: DateTime, layouts: [TypeLayout]
    ) throws -> (number: Int, time: DateTime?, isPassed: Bool)? {
        var found: (number: Int, time: DateTime?)?, isPassed = false
        let snapshots = try StoreListing(folder).snapshots
        do {
            let reading = try StoreReading(of: folder, layouts: layouts, from: .oldest, keepingContent: false) {
                record, _, _ in
                guard let made = record.time else { return }
                guard made <= time else {
                    isPassed = true
                    return
                }
                switch record.content {
                case .transaction: found = (record.number, made)
                case .seal, .end:
                    // Nothing has changed since the snapshot that the line follows.
                    if found == nil, snapshots.contains(record.number - 1) { found = (record.number, nil) }
                }
            }
            try checkEnd(reading)
        } catch let error as JSONFileStoreError where error.kind == .corrupt {
            // Damage behind the time is no matter.
            guard isPassed else { throw error }
        }
        return found.map { ($0.number, $0.time, isPassed) }
    }

    /// Makes sure that nothing is missing at the end, which for the folder of a store would be a write that was cut short.
    private func checkEnd(_ reading: StoreReading) throws {
        guard let backup, reading.position.number != backup.position else { return }
        throw JSONFileStoreError(
            .corrupt, "it ends with n=\(reading.position.number), and its name says n=\(backup.position)")
    }

    /// What it is, in words.
    var title: String { name.map { "the backup \($0)" } ?? "the data folder" }

    /// From where to where it reaches, in words.
    var range: String {
        guard let listing = try? StoreListing(folder) else { return "\(title): nothing" }
        let first = listing.segments.first == 1 ? 0 : listing.snapshots.first ?? 0
        let start = listing.segments.first.flatMap { try? folder.firstTime(inSegment: $0) }
        let end = backup.map { " to n=\($0.position) (\($0.lastMoment))" } ?? " on"
        return "\(title): from n=\(first)\(start.map { " (\($0))" } ?? "")\(end)"
    }
}
