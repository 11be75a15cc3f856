import JSONFileEngine
public import RosterCore
import SCIM

extension JSONFileMaintenance {
    /// What was read, the snapshot that it began with, and the last number of which there is anything.
    private typealias Outcome = (state: StoreState, base: Int?, end: Int, findings: [StoreFinding])

    /// Reads everything twice: to see what had the name at any time, and to tell what became of it.
    ///
    /// Of data that is damaged everything is read that is whole.
    public func history(of name: String, limit: Int, _ progress: MaintenanceProgress) throws -> StoreHistory {
        let isBeingReplaced = try listing().isBeingReplaced
        do {
            return try folder.looking { try history(of: name, limit, progress, by: read) }
        } catch let error as JSONFileStoreError where error.kind == .corrupt || error.kind == .inputOutput {
            // Half of the files may be those of before, and half the new ones.
            if isBeingReplaced, try folder.looking({ try folder.problemOfReplacement() }) == nil { throw error }
            return try folder.looking { try history(of: name, limit, progress, by: salvage) }
        }
    }

    private func history(
        of name: String, _ limit: Int, _ progress: MaintenanceProgress,
        by read: (MaintenanceProgress, @escaping Salvage.Observer) throws -> Outcome
    ) throws -> StoreHistory {
        var search = HistorySearch(name, layouts: layouts)
        var last: Int?
        let all = try read(MaintenanceProgress { progress.report($0, of: 2 * $1) }) { record, before, _ in
            // At the beginning, and behind lines that are lost, there may be others than before.
            if last.map({ $0 + 1 }) != record.number { search.look(at: before) }
            last = record.number
            search.look(at: record.content)
        }
        search.look(at: all.state)
        var collector = HistoryCollector(search.found, layouts: layouts, limit: max(1, limit))
        let again = try read(MaintenanceProgress { progress.report($0 + $1, of: 2 * $1) }) {
            collector.take($0, $1, $2)
        }
        var history = collector.result(again.state, from: again.base, upTo: again.end)
        history.findings = again.findings
        return history
    }

    private func read(_ progress: MaintenanceProgress, observing observe: @escaping Salvage.Observer) throws -> Outcome
    {
        let reading = try StoreReading(
            of: folder, layouts: layouts, from: .oldest, progress: progress, observing: observe)
        return (reading.state, reading.base, reading.position.number, reading.corrupt.map(\.finding))
    }

    private func salvage(
        _ progress: MaintenanceProgress, observing observe: @escaping Salvage.Observer
    ) throws -> Outcome {
        var salvage = Salvage(folder: folder, layouts: layouts, progress: progress)
        try salvage.collect(from: .oldest, observing: observe)
        return (salvage.state, salvage.base, salvage.position.number, salvage.findings)
    }
}

extension SnapshotReader.Corrupt {
    /// What it means that the reading had to begin with a later one.
    fileprivate var finding: StoreFinding {
        StoreFinding(
            file: FileName.snapshot(number),
            reason: "\(broken.place): \(broken.reason); the changes behind it cannot be told up to the next snapshot")
    }
}
