import JSONFileEngine
import RosterCore
import SCIM

extension Salvage {
    /// Takes in the records of a segment that are whole.
    ///
    /// - Parameters:
    ///   - name: The name that it has.
    ///   - next: The first number of the segment behind it, with which it has to end.
    mutating func takeSegment(_ name: String, before next: Int?, _ observe: Observer?) throws {
        var walk = self
        var isForeign = false, isEmpty = true
        try SegmentReader(folder: folder, types: types).readInOrder(name) { header, _ in
            guard let header else { return walk.hasUnread = true }
            isEmpty = false
            if header.store != walk.store {
                isForeign = true
                walk.hasUnread = true
                walk.note(name, .start, "the file belongs to another store; it is left out")
            } else {
                walk.learnEnd(from: header)
            }
        } piece: { piece, place in
            if isForeign { return false }
            isEmpty = false
            switch piece {
            case .record(let record, _)
            where record.number >= next ?? .max && record.previous != walk.position.checksum:
                walk.note(name, place, "n=\(record.number) belongs into a later segment; it is left out here")
            case .record(let record, let checksum): try walk.take(record, checksum, name, place, observe)
            case .unreadable(let reason):
                walk.note(name, place, "\(reason); what follows it there is lost")
                walk.isComplete = false
                walk.hasUnread = true
            case .broken(let reason, _, _):
                walk.note(name, place, reason)
                walk.hasUnread = true
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
    mutating func noteLoss(upTo number: Int, _ name: String, _ place: SegmentReader.Place?) {
        guard number > position.number + 1 else { return }
        let start = "n=\(position.number + 1)"
        // After a replacement of the content numbers begin high.
        let range =
            position.number == 0 && number > Replacement.step
            ? "everything before n=\(number)" : number == position.number + 2 ? start : "\(start) to n=\(number - 1)"
        note(name, place, "\(range) cannot be read and is lost")
        isComplete = false
        wholeFrom = number
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
        knowsEnd = true
        let before = observe == nil ? nil : state
        if case .transaction(let operations) = record.content {
            hasFound = true
            for operation in operations { apply(operation, of: record.number, name, place) }
        }
        if let observe, let before { try observe(record, before, state) }
    }

    private mutating func apply(
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
        guard !state.apply(operation) else { return }
        isComplete = false
        guard missing.insert(address).inserted else { return }
        note(
            name, place,
            "n=\(number) changes \(address.id.quotedForDisplay), which is not there; what changes it is left out")
    }
}
