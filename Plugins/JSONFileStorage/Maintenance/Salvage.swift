import RosterCore
import SCIM

/// Collects what can be saved of a folder: the newest sound snapshot, and every record behind it that proves to be whole.
struct Salvage {
    /// The folder.
    let folder: StoreFolder
    /// The types of the store.
    let layouts: [TypeLayout]
    /// Where to tell how far it is.
    let progress: MaintenanceProgress

    /// The identity of the store.
    private(set) var store = ""
    /// What is saved.
    private(set) var state: StoreState
    /// The last record that is saved.
    private(set) var position = JournalPosition.beginning
    /// The highest number that any file or record has.
    private(set) var highest = 0
    /// What is damaged, lost or left out.
    private(set) var findings: [StoreFinding] = []
    /// The types, with those that the configuration does not have.
    let types: TypePlaces
    /// The number of the record by which a resource came to its attributes, if it is behind the snapshot.
    private var writers: [Operation.Address: Int] = [:]
    /// The last record that was left out, behind which others may follow that belong to it.
    private var leftOut: String?

    /// Prepares to look at a folder.
    init(folder: StoreFolder, layouts: [TypeLayout], progress: MaintenanceProgress) {
        self.folder = folder
        self.layouts = layouts
        self.progress = progress
        state = StoreState(layouts)
        types = TypePlaces(layouts)
    }

    /// Collects.
    ///
    /// - Throws: ``JSONFileStoreError`` if no file tells which store this is, or if there are resources of a type that the
    ///   configuration does not have; ``FileSystemError``.
    mutating func run() throws {
        let listing = try StoreListing(folder)
        highest = listing.highestNumber
        try identify(listing)
        try takeSnapshot(listing)
        var done = 0, total = 0
        let segments = listing.segments.enumerated().filter { place, _ in
            // A segment ends where the next one begins.
            place + 1 >= listing.segments.count || listing.segments[place + 1] > position.number + 1
        }.map(\.element)
        for first in segments { total += try folder.disk.length(of: folder.path(of: FileName.segment(first))) }
        if segments.isEmpty {
            note(FileName.segment(position.number + 1), nil, "the file is missing; what it held cannot be told")
        }
        for first in segments {
            try takeSegment(first)
            done += try folder.disk.length(of: folder.path(of: FileName.segment(first)))
            progress.report(done, of: total)
        }
        try state.keepOnly(layouts.count, named: types.unservedName)
        settleClashes()
    }

    private mutating func note(_ file: String, _ place: SegmentReader.Place?, _ reason: String) {
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
            throw JSONFileStoreError(
                .corrupt,
                "no file in \(folder.path) tells which store this is; put a backup in its place: roster backup restore")
        }
        self.store = store
    }

    private mutating func takeSnapshot(_ listing: StoreListing) throws {
        let reader = SnapshotReader(folder: folder, store: store, types: types)
        for number in listing.snapshots.reversed() {
            var found = StoreState(layouts)
            do {
                position = try reader.read(number) { found.carryOut($0) }.position
                state = found
                return
            } catch let problem as SnapshotReader.Broken {
                note(FileName.snapshot(number), nil, "\(problem.place): \(problem.reason); it is left out")
            }
        }
    }

    private mutating func takeSegment(_ first: Int) throws {
        let name = FileName.segment(first)
        var walk = self
        var isForeign = false
        _ = try SegmentReader(folder: folder, types: types).read(first) { header, _ in
            if let header, header.store != walk.store {
                isForeign = true
                walk.note(
                    name, SegmentReader.Place(byte: 0, line: 1), "the file belongs to another store; it is left out")
            }
        } piece: { piece, place in
            if isForeign { return false }
            switch piece {
            case .record(let record, let checksum): walk.take(record, checksum, name, place)
            case .broken(let reason, _, let inside):
                walk.note(name, place, reason)
                for sound in inside {
                    walk.take(
                        sound.record, sound.checksum, name,
                        SegmentReader.Place(byte: place.byte + sound.offset, line: place.line))
                }
            }
            return true
        }
        self = walk
    }

    private mutating func take(
        _ record: JournalRecord, _ checksum: String, _ name: String, _ place: SegmentReader.Place
    ) {
        highest = max(highest, record.number)
        guard record.number > position.number else { return }
        let follows = record.number > position.number + 1 || record.previous == position.checksum
        guard follows, record.previous != leftOut else {
            note(name, place, "n=\(record.number) is of another history than the records before it; it is left out")
            leftOut = checksum
            return
        }
        if record.number > position.number + 1 {
            let lost = position.number + 1 == record.number - 1 ? "" : " to n=\(record.number - 1)"
            note(name, place, "n=\(position.number + 1)\(lost) cannot be read and is lost")
        }
        position = JournalPosition(number: record.number, checksum: checksum)
        guard case .transaction(let operations) = record.content else { return }
        for operation in operations {
            if !state.carryOut(operation) {
                note(
                    name, place,
                    "n=\(record.number) changes \(operation.address.id.quotedForDisplay), which is not there; it is left out"
                )
            }
            if case .put(let put) = operation { writers[put.address] = record.number }
        }
    }
}

extension Salvage {
    /// Lets one resource have each value that several have though no two may: the one that was given it last, because the
    /// store had seen the other let go of it, in a line that is lost.
    private mutating func settleClashes() {
        var clashes = state.clashes
        while !clashes.isEmpty {
            settle(clashes)
            // Of three that have a value two may be left.
            clashes = state.clashes
        }
    }

    private mutating func settle(_ clashes: [ValueClash]) {
        var losers: Set<Operation.Address> = []
        for clash in clashes {
            let firstWriter = writers[clash.first] ?? 0, secondWriter = writers[clash.second] ?? 0
            let loser = firstWriter > secondWriter ? clash.second : clash.first
            guard losers.insert(loser).inserted, let stored = state.stored(loser) else { continue }
            let version = stored.version + 1
            let attributes = clash.attribute.path.givingWay(in: stored.attributes.attributes, for: loser.id)
            _ = state.carryOut(
                .put(
                    Operation.Put(
                        address: loser, version: version, created: stored.created, lastModified: stored.lastModified,
                        attributes: PackedAttributes(attributes, of: stored.key.type))))
            note(
                FileName.segment(position.number), nil,
                "\(clash); \(loser.id) has let go of it in a line that is lost, and is given another value")
        }
    }
}

extension ResolvedPath {
    /// Attributes in which a value has made room for an equal one: a text with the id of its resource behind it, nothing
    /// in the place of anything else.
    fileprivate func givingWay(in attributes: Attributes, for id: String) -> Attributes {
        var attributes = attributes
        func change(_ attributes: inout Attributes) {
            if !attribute.isMultiValued, subAttribute == nil, case .string(let text)? = attributes[path.attribute] {
                attributes[path.attribute] = .string("\(text)~\(id)")
            } else {
                attributes[path.attribute] = nil
            }
        }
        if let schema = path.schema {
            guard var content = attributes[schema]?.attributes else { return attributes }
            change(&content)
            attributes[schema] = .complex(content)
        } else {
            change(&attributes)
        }
        return attributes
    }
}
