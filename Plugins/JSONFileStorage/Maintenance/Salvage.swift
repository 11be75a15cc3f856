import RosterCore
import SCIM

/// Collects what can be saved of a folder: what a sound snapshot holds, and every record behind it that proves to be whole.
///
/// A snapshot that is spoilt is of use where the journal does not lead past it: then each of its lines counts that is whole.
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
    private(set) var store = ""
    /// What is saved.
    var state: StoreState
    /// The last record that is saved.
    private(set) var position = JournalPosition.beginning
    /// The highest number that any file or record has.
    private(set) var highest = 0
    /// The number of the snapshot that it began with; `nil` for the beginning.
    private(set) var base: Int?
    /// What is damaged, lost or left out.
    private(set) var findings: [StoreFinding] = []
    /// The types, with those that the configuration does not have.
    let types: TypePlaces
    /// The number of the record by which a resource came to its attributes, if it is behind the snapshot; below 0 if it is
    /// from before the snapshot.
    private(set) var writers: [Operation.Address: Int] = [:]
    /// The last record that was left out, behind which others may follow that belong to it.
    private var leftOut: String?
    /// Whether nothing is lost so far.
    private var isComplete = false
    /// Whether the checksum of the last record is known, which the next one names.
    private var knowsEnd = true
    /// Whether anything has been found that is whole.
    private var hasFound = false
    /// Resources that lines are about though they are lost, of each of which that is told once.
    private var missing: Set<Operation.Address> = []
    /// Why snapshots are spoilt that have been looked at.
    private var spoilt: [Int: SnapshotReader.Broken] = [:]

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
    /// - Throws: ``JSONFileStoreError`` if no file tells which store this is, nothing can be saved, or there are resources of a
    ///   type that the configuration does not have; ``FileSystemError``.
    mutating func run() throws {
        try collect()
        guard hasFound else { throw nothingSaved("nothing can be saved of what is in \(folder.path)") }
        try state.keepOnly(layouts.count, named: types.unservedName)
        settleClashes()
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
        try begin(listing, start)
        let files = listing.files.filter { file in
            switch file {
            case .snapshot(let number): number > position.number
            case .segment(let first):
                // A segment ends where the next one begins.
                listing.segments.first { $0 > first }.map { $0 > position.number + 1 } ?? true
            }
        }
        let total = try files.reduce(0) { try $0 + folder.expectedLength(of: $1.name) }
        var done = 0
        for file in files {
            switch file {
            case .snapshot(let number): try takeSnapshot(number, quietly: start == .oldest)
            case .segment(let first): try takeSegment(first, observe)
            }
            done += try folder.expectedLength(of: file.name)
            progress.report(done, of: total)
        }
        let snapshot = listing.snapshots.last(where: { $0 <= position.number }) ?? 0
        if listing.segments.last ?? 0 <= snapshot {
            note(FileName.segment(position.number + 1), nil, "the file is missing; what it held cannot be told")
        }
    }

    /// Notes what is wrong.
    mutating func note(_ file: String, _ place: SegmentReader.Place?, _ reason: String) {
        findings.append(
            StoreFinding(
                file: file, byte: place?.byte, line: place?.line, after: place == nil ? nil : position.number,
                reason: reason))
    }
}

extension Salvage {
    /// Finds out which store the folder is that of.
    private mutating func identify(_ listing: StoreListing) throws {
        var votes: [String: Int] = [:]
        for file in listing.files {
            if let header = try folder.header(of: file.name) { votes[header.store, default: 0] += 1 }
        }
        let most = votes.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
        var named: String?
        if listing.hasManifest {
            do {
                named = try Manifest(in: folder).store
            } catch let error as JSONFileStoreError where error.kind == .corrupt {
                note(FileName.manifest, nil, "it is not what was written; the other files tell which store this is")
            } catch let error as FileSystemError where error.isUnreadable {
                note(FileName.manifest, nil, "\(error.unreadableReason); the other files tell which store this is")
            }
        } else {
            note(FileName.manifest, nil, "the file is missing; the other files tell which store this is")
        }
        if let named, let most, votes[named] == nil {
            note(FileName.manifest, nil, "it is that of another store than all the other files")
            store = most
            return
        }
        guard let store = named ?? most else {
            throw nothingSaved("no file in \(folder.path) tells which store this is")
        }
        self.store = store
    }

    private func nothingSaved(_ reason: String) -> JSONFileStoreError {
        let causes = findings.prefix(3).map { "; \($0)" }.joined()
        return JSONFileStoreError(.corrupt, "\(reason)\(causes). Put a backup in its place: roster backup restore")
    }

    private var snapshots: SnapshotReader { SnapshotReader(folder: folder, store: store, types: types) }

    /// Begins with a snapshot that is sound, or with nothing.
    private mutating func begin(_ listing: StoreListing, _ start: StoreReading.Start) throws {
        let reachesBack = listing.segments.first == 1
        if start == .oldest, reachesBack {
            isComplete = true
            return
        }
        let numbers = start == .newest ? listing.snapshots.reversed() : listing.snapshots
        let (found, problems) = try snapshots.first(of: numbers, layouts: layouts)
        for problem in problems { spoilt[problem.number] = problem.broken }
        if let found {
            (state, position, base, hasFound) = (found.state, found.position, found.position.number, true)
        }
        isComplete = found != nil || reachesBack
    }

    /// Takes in what a snapshot holds that comes next, if something before it is lost.
    ///
    /// - Parameter quietly: Whether damage is left untold that makes no difference.
    private mutating func takeSnapshot(_ number: Int, quietly: Bool) throws {
        let name = FileName.snapshot(number)
        let holdsNothingMore = isComplete && position.number == number
        if holdsNothingMore {
            guard !quietly, let broken = spoilt[number] else { return }
            return note(name, nil, "\(broken.place): \(broken.reason); the files before it hold everything it held")
        }
        if spoilt[number] == nil {
            let (found, problems) = try snapshots.first(of: [number], layouts: layouts)
            if let found {
                noteLoss(upTo: number + 1, name, nil)
                (state, position, isComplete, knowsEnd, hasFound) = (found.state, found.position, true, true, true)
                writers = [:]
                return
            }
            spoilt[number] = problems.first?.broken
        }
        let lines = try SnapshotSalvage(of: number, in: folder, store: store, types: types, layouts: layouts)
        findings += lines.findings
        if lines.isForeign || lines.savedLines == 0 { return }
        merge(lines)
    }

    /// Puts the lines of a spoilt snapshot in the place of what came before, which fills in for lines that are lost.
    private mutating func merge(_ lines: SnapshotSalvage) {
        var next = lines.state
        writers = [:]
        var older: [(address: Operation.Address, stored: StoredResource)] = []
        for place in state.collections.indices {
            for stored in state.resources(at: place) {
                let address = Operation.Address(type: place, id: stored.id)
                if next.stored(address) == nil { older.append((address, stored)) }
            }
        }
        if !older.isEmpty, lines.lostLines != 0 {
            // Each that is lost stood in a line of its own; of more than these some have been deleted.
            let isLikely = lines.lostLines.map { older.count <= $0 } ?? true
            if isLikely {
                for (address, stored) in older {
                    next.add(stored, at: address)
                    writers[address] = -1
                }
            }
            let named = older.prefix(10).map(\.address.id.quotedForDisplay).joined(separator: ", ")
            note(
                lines.name, nil,
                "\(older.count) resources are not in it as far as it can be read (\(named)\(older.count > 10 ? ", …" : "")): "
                    + (isLikely
                        ? "they are kept as the files before it have them, up to n=\(position.number), unless a later line deletes them"
                        : "more than lines are lost, so some have been deleted; they are left out"))
        }
        state = next
        position = JournalPosition(number: lines.number, checksum: lines.journalChecksum ?? "")
        knowsEnd = lines.journalChecksum != nil
        isComplete = lines.lostLines == 0
        hasFound = true
    }

    private mutating func takeSegment(_ first: Int, _ observe: Observer?) throws {
        let name = FileName.segment(first)
        var walk = self
        var isForeign = false, isEmpty = true
        _ = try SegmentReader(folder: folder, types: types).read(name) { header, _ in
            guard let header else { return }
            isEmpty = false
            if header.store != walk.store {
                isForeign = true
                walk.note(name, .start, "the file belongs to another store; it is left out")
            } else {
                walk.hasFound = true
                walk.learnEnd(from: header)
            }
        } piece: { piece, place in
            if isForeign { return false }
            isEmpty = false
            switch piece {
            case .record(let record, let checksum): try walk.take(record, checksum, name, place, observe)
            case .unreadable(let reason):
                walk.note(name, place, "\(reason); what follows it there is lost")
                walk.isComplete = false
            case .broken(let reason, _, let inside):
                walk.note(name, place, reason)
                for sound in inside {
                    try walk.take(
                        sound.record, sound.checksum, name,
                        SegmentReader.Place(byte: place.byte + sound.offset, line: place.line), observe)
                }
            }
            return true
        }
        self = walk
        if isEmpty { note(name, .start, "the file is empty; it is left out") }
    }

    /// Behind a snapshot whose first line is broken the segment that follows it tells which line it follows.
    private mutating func learnEnd(from header: FileHeader) {
        guard !knowsEnd, header.kind == .segment, header.number == position.number + 1 else { return }
        position.checksum = header.previous
        knowsEnd = true
    }

    /// Notes that the numbers are lost between the last record and another one.
    private mutating func noteLoss(upTo number: Int, _ name: String, _ place: SegmentReader.Place?) {
        guard number > position.number + 1 else { return }
        let end = position.number + 1 == number - 1 ? "" : " to n=\(number - 1)"
        note(name, place, "n=\(position.number + 1)\(end) cannot be read and is lost")
        isComplete = false
    }

    private mutating func take(
        _ record: JournalRecord, _ checksum: String, _ name: String, _ place: SegmentReader.Place, _ observe: Observer?
    ) throws {
        highest = max(highest, record.number)
        guard record.number > position.number else { return }
        let follows = record.number > position.number + 1 || !knowsEnd || record.previous == position.checksum
        guard follows, record.previous != leftOut else {
            note(name, place, "n=\(record.number) is of another history than the records before it; it is left out")
            leftOut = checksum
            isComplete = false
            return
        }
        noteLoss(upTo: record.number, name, place)
        position = JournalPosition(number: record.number, checksum: checksum)
        (knowsEnd, hasFound) = (true, true)
        let before = observe == nil ? nil : state
        if case .transaction(let operations) = record.content {
            for operation in operations { carryOut(operation, of: record.number, name, place) }
        }
        if let observe, let before { try observe(record, before, state) }
    }

    private mutating func carryOut(
        _ operation: Operation, of number: Int, _ name: String, _ place: SegmentReader.Place
    ) {
        let address = operation.address
        if case .put(let put) = operation {
            // What has a later version was there before, and its members do not stand in this line.
            if put.version > 1, state.stored(address) == nil, address.type < layouts.count,
                layouts[address.type].holdsMembers
            {
                note(
                    name, place,
                    "n=\(number) changes \(address.id.quotedForDisplay), which is lost; it is there again from here on, "
                        + "without the members that it had")
            }
            writers[address] = number
        }
        guard !state.carryOut(operation) else { return }
        isComplete = false
        guard missing.insert(address).inserted else { return }
        note(
            name, place,
            "n=\(number) changes \(address.id.quotedForDisplay), which is not there; what changes it is left out")
    }
}
