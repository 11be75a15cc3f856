import JSONFileEngine
import RosterCore
import SCIM

/// What can be saved of a snapshot that is corrupt: every line that proves to be whole.
struct SnapshotSalvage {
    /// The name of the file.
    let name: String
    /// The number in its name.
    let number: Int
    /// The resources that can be saved.
    private(set) var state: StoreState
    /// The checksum of the line of the journal before the snapshot; `nil` if its first line is broken.
    private(set) var journalChecksum: String?
    /// How many lines are lost behind the first one; `nil` if the end is missing, so that nobody can tell.
    var lostLines: Int? { isEnded ? lost : nil }
    /// How many lines were saved behind the first one, the end among them.
    private(set) var savedLines = 0
    /// How many of them tell of resources.
    private(set) var savedTransactions = 0
    /// Whether the file is not the snapshot that its name says.
    private(set) var isForeign = false
    /// What is damaged, lost or left out.
    private(set) var findings: [StoreFinding] = []

    private let layouts: [TypeLayout]
    private var last = 0
    /// The checksum of the last line; `nil` if it is not known.
    private var previous: String?
    private var lost = 0
    private var isEnded = false
    /// The resource that the last line was about, which members in the next ones may belong to.
    private var holder: Operation.Address?
    /// Resources whose own line is lost, though lines about them are not.
    private var orphans: Set<Operation.Address> = []

    /// Reads a snapshot.
    ///
    /// - Parameters:
    ///   - number: The last line that it takes account of.
    ///   - name: The name that it has.
    ///   - store: The identity of the store.
    /// - Throws: ``FileSystemError`` if the file is not there.
    init(
        of number: Int, named name: String, in folder: StoreFolder, store: String, types: TypePlaces,
        layouts: [TypeLayout]
    ) throws {
        self.number = number
        self.layouts = layouts
        self.name = name
        state = StoreState(layouts)
        try SegmentReader(folder: folder, types: types).readInOrder(name) { header, checksum in
            guard let header else { return }
            isForeign = header.kind != .snapshot || header.number != number || header.store != store
            journalChecksum = header.previous
            previous = checksum
        } piece: { piece, place in
            guard !isForeign else { return false }
            take(piece, place)
            return true
        }
        summarize()
    }

    private mutating func note(_ place: SegmentReader.Place?, _ reason: String) {
        findings.append(StoreFinding(file: name, byte: place?.byte, line: place?.line, reason: reason))
    }

    private mutating func summarize() {
        guard !isForeign else { return note(nil, "it is of another store or another moment; it is left out") }
        if savedLines == 0 {
            note(nil, "no line of it can be read; it is left out")
        } else if !isEnded {
            note(nil, "the end is missing: behind \(savedLines) lines that are whole nobody can tell how many are lost")
        } else if lost > 0 {
            note(
                nil,
                "\(lost) of \(lost + savedLines) lines \(lost == 1 ? "is" : "are") lost: resources, or members of groups, that "
                    + "nobody can name")
        }
    }
}

extension SnapshotSalvage {
    private mutating func take(_ piece: SegmentReader.Piece, _ place: SegmentReader.Place) {
        switch piece {
        case .record(let record, let checksum): take(record, checksum, place)
        case .unreadable(let reason): note(place, reason)
        case .broken(let reason, _, _): note(place, reason)
        }
    }

    private mutating func take(_ record: JournalRecord, _ checksum: String, _ place: SegmentReader.Place) {
        let isNext = record.number == last + 1
        guard !isEnded, record.number > last, !isNext || previous == nil || record.previous == previous else {
            return note(place, "the line is intact but does not belong here; it is left out")
        }
        if !isNext { noteGap(before: record, place) }
        last = record.number
        previous = checksum
        switch record.content {
        case .seal: note(place, "a line that belongs into a journal; it is left out")
        case .end:
            isEnded = true
            savedLines += 1
        case .transaction(let operations):
            savedLines += 1
            savedTransactions += 1
            for operation in operations { apply(operation, place) }
        }
    }

    private mutating func noteGap(before record: JournalRecord, _ place: SegmentReader.Place) {
        lost += record.number - last - 1
        guard let holder, holder.type < layouts.count, layouts[holder.type].holdsMembers else { return }
        note(place, "members of \(holder.id.quotedForDisplay) may have stood in what is lost before this line")
    }

    private mutating func apply(_ operation: Operation, _ place: SegmentReader.Place) {
        holder = operation.address
        guard !state.apply(operation), orphans.insert(operation.address).inserted else { return }
        note(
            place,
            "members of \(operation.address.id.quotedForDisplay), whose own line is lost; they are left out")
    }
}
