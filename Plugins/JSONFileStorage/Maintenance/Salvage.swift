import JSONFileEngine
import RosterCore
import SCIM

/// Collects what can be saved of a folder: what a sound snapshot holds, and every record behind it that proves to be whole.
///
/// A snapshot that is corrupt is of use where the journal does not lead past it: then each of its lines counts that is whole.
struct Salvage {
    /// Receives each line of the journal, with the states before and after it.
    typealias Observer = (JournalRecord, _ before: StoreState, _ after: StoreState) throws -> Void

    /// The folder.
    let folder: StoreFolder
    /// The types of the store.
    let layouts: [TypeLayout]
    /// Where to tell how far it is.
    let progress: MaintenanceProgress

    /// The identity of the store.
    var store = ""
    /// What is saved.
    var state: StoreState
    /// The last record that is saved.
    var position = JournalPosition.beginning
    /// The highest number that any file or record has.
    var highest = 0
    /// The number of the snapshot that it began with, or of the last line before all that there is; `nil` for the beginning.
    var base: Int?
    /// What is damaged, lost or left out.
    var findings: [StoreFinding] = []
    /// The types, with those that the configuration does not have.
    let types: TypePlaces
    /// The number of the record by which a resource came to its attributes, if it is behind the snapshot; below 0 if it is
    /// from before the snapshot.
    var writers: [Operation.Address: Int] = [:]
    /// The last record that was left out, behind which others may follow that belong to it.
    var leftOut: String?
    /// Whether nothing is lost so far.
    var isComplete = false
    /// Whether the checksum of the last record is known, which the next one names.
    var knowsEnd = true
    /// Whether anything has been found that tells of resources and is whole.
    var hasFound = false
    /// Whether there is a segment, or a part of one, that may have told of resources and cannot be read.
    var hasUnread = false
    /// The files in the order of what they hold.
    var files: [SalvageFile] = []
    /// The number behind the last line that is lost: from there on every line has been read.
    var wholeFrom = 0
    /// Resources that lines are about though they are lost, of each of which that is told once.
    var missing: Set<Operation.Address> = []
    /// Why snapshots are corrupt that have been looked at.
    var corrupt: [Int: SnapshotReader.Broken] = [:]

    /// Prepares to look at a folder.
    init(folder: StoreFolder, layouts: [TypeLayout], progress: MaintenanceProgress) {
        self.folder = folder
        self.layouts = layouts
        self.progress = progress
        state = StoreState(layouts)
        types = TypePlaces(layouts)
    }

    /// Collects what a store can begin with again.
    ///
    /// - Parameter requiresMembers: Whether what a group has for members has to be a resource.
    /// - Throws: ``JSONFileStoreError`` if no file tells which store this is, nothing can be saved, or there are resources of a
    ///   type that the configuration does not have; ``FileSystemError``.
    mutating func run(requiringMembers requiresMembers: Bool) throws {
        try collect()
        guard hasFound || isComplete && !hasUnread else {
            throw nothingSaved("nothing can be saved of what is in \(folder.path)")
        }
        try state.keepOnly(layouts.count, named: types.unservedName)
        // Where nothing is lost, an earlier configuration has allowed them.
        if !isComplete { settleClashes() }
        if requiresMembers { dropStrangers() }
    }

    /// Collects what there is, file by file.
    ///
    /// - Parameters:
    ///   - start: Which of the sound snapshots it begins with.
    ///   - observe: Receives each line of the journal that is whole.
    mutating func collect(from start: StoreReading.Start = .newest, observing observe: Observer? = nil) throws {
        let listing = try StoreListing(folder)
        highest = listing.highestNumber
        try identify(listing)
        try list(listing)
        try begin(start)
        // A segment ends where the next one begins.
        let segments = files.filter(\.isTold).compactMap(\.segment)
        let wanted = files.filter { file in
            switch file.content {
            case .snapshot(let number): number > position.number
            case .segment(let first): segments.first { $0 > first }.map { $0 > position.number + 1 } ?? true
            }
        }
        let total = try wanted.reduce(0) { try $0 + folder.expectedLength(of: $1.name) }
        var done = 0
        for file in wanted {
            switch file.content {
            case .snapshot(let number): try takeSnapshot(number, file.name, quietly: start == .oldest)
            case .segment(let first):
                try takeSegment(file.name, before: segments.first { $0 > first }, observe)
            }
            done += try folder.expectedLength(of: file.name)
            progress.report(done, of: total)
        }
        let snapshot = files.compactMap(\.snapshot).last { $0 <= position.number } ?? 0
        if files.compactMap(\.segment).last ?? 0 <= snapshot {
            note(FileName.segment(position.number + 1), nil, "the file is missing; what it held cannot be told")
        }
    }

    /// Finds out what each file holds: its first line tells, whatever its name is.
    private mutating func list(_ listing: StoreListing) throws {
        files = try listing.files.map { file in
            let header = try folder.header(of: file.name)
            return SalvageFile(file, header: header?.store == store ? header : nil)
        }
        for file in files where file.isMisnamed {
            note(file.name, .start, "it is \(file.content.name) under another name")
        }
        files.sort()
    }

    /// The last of the files, which stands for all of them where something cannot be said of one.
    var lastFile: String { files.last?.name ?? FileName.manifest }

    /// Notes what is wrong.
    mutating func note(_ file: String, _ place: SegmentReader.Place?, _ reason: String) {
        findings.append(
            StoreFinding(
                file: file, byte: place?.byte, line: place?.line, after: place == nil ? nil : position.number,
                reason: reason))
    }
}
