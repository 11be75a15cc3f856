import JSONFileEngine
public import RosterCore
import SCIM

extension JSONFileMaintenance {
    /// How many groups are named.
    private static let groups = 10

    /// Tells in numbers what there is.
    public func statistics(_ progress: MaintenanceProgress) throws -> StoreStatistics {
        let (state, reading) = try contents(progress)
        var statistics = StoreStatistics()
        statistics.position = reading.position.number
        statistics.time = try reading.time ?? folder.looking { try lastTime(upTo: reading.base ?? 0) }
        for place in layouts.indices {
            let resources = state.resources(at: place)
            let bytes = resources.reduce(0) { $0 + ResourceRecord($1.whole).line.count }
            statistics.kinds.append(
                StoreStatistics.Kind(type: layouts[place].type.name, count: resources.count, bytes: bytes))
            statistics.largestGroups += resources.filter { !$0.members.isEmpty }.map {
                StoreStatistics.Group(
                    id: $0.resource.id, name: layouts[place].name(of: $0), members: $0.members.count)
            }
        }
        // Groups of one size stand in the order of their ids, so that nothing depends on chance.
        statistics.largestGroups.sort { ($1.members, $0.id.text) < ($0.members, $1.id.text) }
        statistics.largestGroups = Array(statistics.largestGroups.prefix(Self.groups))
        statistics.files = try folder.looking { try files() }
        let segments = statistics.files.filter { FileName.segmentNumber($0.name) != nil }
        statistics.earliestPosition = max(0, (segments.first?.position ?? 1) - 1)
        statistics.earliestTime = segments.lazy.compactMap(\.time).first
        return statistics
    }

    /// When the last change up to a snapshot was made, as far as the journal before it tells.
    private func lastTime(upTo base: Int) throws -> DateTime? {
        for segment in try StoreListing(folder).segments.reversed() where segment <= base {
            var time: DateTime?
            _ = try SegmentReader(folder: folder, types: TypePlaces(layouts)).read(FileName.segment(segment)) { _, _ in
            } piece: { piece, _ in
                if case .record(let record, _) = piece, case .transaction = record.content {
                    time = record.time ?? time
                }
                return true
            }
            if let time { return time }
        }
        return nil
    }

    private func files() throws -> [StoreStatistics.File] {
        try StoreListing(folder).files.map { file in
            let bytes = try folder.disk.length(of: folder.path(of: file.name))
            switch file {
            case .snapshot(let number):
                return StoreStatistics.File(name: file.name, bytes: bytes, position: number, time: nil)
            case .segment(let first):
                return StoreStatistics.File(
                    name: file.name, bytes: bytes, position: first, time: try folder.firstTime(inSegment: first))
            }
        }
    }
}
