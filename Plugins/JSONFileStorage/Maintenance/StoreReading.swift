import JSONFileEngine
import RosterCore
import SCIM

/// What a folder holds after one of its lines, read without a claim on it.
struct StoreReading: Sendable {
    /// From which snapshot a reading starts.
    enum Start: Sendable {
        /// The newest sound one at or before the last line that is wanted.
        case newest
        /// The oldest sound one, or the beginning, so that the whole history is seen.
        case oldest
    }

    /// The identity of the store.
    let store: String
    /// The content.
    private(set) var state: StoreState
    /// The last line.
    private(set) var position: JournalPosition
    /// When the last change was made, if one was read.
    private(set) var time: DateTime?
    /// The snapshot that the reading started with; `nil` for the beginning.
    let base: Int?
    /// The segments behind it, and the length of the sound part of the last one.
    private(set) var segments: [Int] = []
    private(set) var lastLength = 0
    /// Snapshots that are newer, or older if the oldest was wanted, and of no use.
    let corrupt: [SnapshotReader.Corrupt]
    /// The types, with those that the configuration does not have.
    let types: TypePlaces

    /// Reads a folder.
    ///
    /// - Parameters:
    ///   - last: The number of the last line that is wanted.
    ///   - keepsContent: Whether the content is wanted; without it every line is checked, and the state stays empty.
    ///   - observe: Receives each line that is read, with the states before and after it.
    /// - Throws: ``JSONFileStoreError`` of kind `corrupt` for damage, of kind `missing` if the files do not reach the line;
    ///   ``FileSystemError``.
    init(
        of folder: StoreFolder, layouts: [TypeLayout], from start: Start = .newest, upTo last: Int = .max,
        keepingContent keepsContent: Bool = true, progress: MaintenanceProgress = .none,
        observing observe: ((JournalRecord, _ before: StoreState, _ after: StoreState) throws -> Void)? = nil
    ) throws {
        let listing = try StoreListing(folder)
        if listing.isBeingReplaced, last == .max {
            let problem = try folder.problemOfReplacement()
            throw JSONFileStoreError.corrupt(FileName.replacement, problem ?? "the next start replaces the content")
        }
        try listing.requireManifest()
        store = try Manifest(in: folder).store
        types = TypePlaces(layouts)
        let reader = SnapshotReader(folder: folder, store: store, types: types)
        let candidates = listing.snapshots.filter { $0 <= last }
        var found: SnapshotReader.Content?
        if start == .newest || listing.segments.first != 1 {
            (found, corrupt) = try reader.first(
                of: start == .newest ? candidates.reversed() : candidates, layouts: layouts,
                keepingContent: keepsContent)
        } else {
            corrupt = []
        }
        base = found?.position.number
        state = found?.state ?? StoreState(layouts)
        position = found?.position ?? .beginning
        let following = listing.segments.filter { $0 > position.number }
        guard following.first == position.number + 1 else {
            throw candidates.isEmpty && last < .max
                ? JSONFileStoreError(.missing, "the files do not reach back to n=\(last)")
                : corrupt.first?.error ?? .corrupt(FileName.segment(position.number + 1), "the file is missing")
        }
        if last == .max { try listing.requireEnd() }
        let wanted = following.filter { $0 <= max(last, position.number + 1) }
        var total = 0
        for first in wanted { total += try folder.expectedLength(of: FileName.segment(first)) }
        var replay = JournalReplay(folder: folder, store: store, types: types, state: state, position: position)
        replay.changesState = keepsContent
        for first in wanted {
            let ending = try replay.apply(
                segment: first, isLast: first == following.last, upTo: last, observing: observe)
            segments.append(first)
            lastLength = ending.length
            progress.report(replay.bytes, of: total)
        }
        state = replay.state
        position = replay.position
        time = replay.time
        if last < .max, position.number < last {
            throw JSONFileStoreError(.missing, "the files end at n=\(position.number), before n=\(last)")
        }
    }
}
