public import RosterCore
import SCIM

extension JSONFileMaintenance {
    /// Reads everything twice: to see what had the name at any time, and to tell what became of it.
    public func history(of name: String, limit: Int, _ progress: MaintenanceProgress) throws -> StoreHistory {
        _ = try listing()
        return try folder.looking {
            var search = HistorySearch(name, layouts: layouts)
            var first: StoreState?
            let all = try reading(MaintenanceProgress { progress.report($0, of: 2 * $1) }) { record, before, _ in
                if first == nil {
                    first = before
                    search.look(at: before)
                }
                search.look(at: record.content)
            }
            if first == nil { search.look(at: all.state) }
            var collector = HistoryCollector(search.found, layouts: layouts, limit: max(1, limit))
            let again = try reading(MaintenanceProgress { progress.report($0 + $1, of: 2 * $1) }) {
                collector.take($0, $1, $2)
            }
            return collector.result(again)
        }
    }

    private func reading(
        _ progress: MaintenanceProgress, observing observe: @escaping (JournalRecord, StoreState, StoreState) -> Void
    ) throws -> StoreReading {
        try StoreReading(of: folder, layouts: layouts, from: .oldest, progress: progress, observing: observe)
    }
}
