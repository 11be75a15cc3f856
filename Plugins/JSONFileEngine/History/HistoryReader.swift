import SCIM

/// Reads transactions that have passed out of snapshots and the journal.
struct HistoryReader {
    package let folder: StoreFolder
    package let store: String
    package let layouts: [TypeLayout]

    /// Where a reading has come to, so that the next one need not begin with a snapshot.
    struct Place: Sendable {
        package var position: Int
        package var state: StoreState
    }

    /// Reads the transactions that come next after a position.
    ///
    /// - Parameters:
    ///   - last: The last position that has been answered: what the journal holds behind it may not be on the disk yet.
    ///   - count: The most transactions wanted.
    ///   - target: The position that has to be reached.
    ///   - bytes: How long the lines behind that may be together before no further one is read.
    ///   - known: A state at or before the position, if one is at hand.
    /// - Returns: The transactions, the position behind which they are, at most the target, and where the reading ended; `nil`
    ///   if the files do not reach back so far, or do not lead on to the end.
    func transactions(
        after position: Int, past target: Int, upTo last: Int, count: Int, bytes: Int, from known: Place?
    ) throws -> (transactions: [Transaction], floor: Int, place: Place)? {
        let names = try folder.disk.names(in: folder.path)
        let types = TypePlaces(layouts)
        // A place from long ago is no shorter way, and its segments may be gone.
        let snapshot = names.compactMap(FileName.snapshotNumber).filter { $0 <= position }.max() ?? 0
        let near = known.flatMap { $0.position >= snapshot ? $0 : nil }
        guard let place = try near ?? start(at: position, names, types) else { return nil }
        let segments = names.compactMap(FileName.segmentNumber).sorted()
        // The segment that holds the line after the place, and those behind it.
        guard let first = segments.lastIndex(where: { $0 <= place.position + 1 }) else { return nil }
        var reading = Reading(place: place, after: position, target: target, upTo: last, count: count, bytes: bytes)
        for segment in segments[first...] where reading.goesOn { try read(segment, types, &reading) }
        // Everything up to the end is on the disk, unless the disk has lost it.
        guard !reading.goesOn else { return nil }
        return (reading.found, reading.after, reading.place)
    }

    /// How long the lines before the target may be together that are taken along.
    private static let passedBytes = 4 << 20

    /// How far a reading has come.
    private struct Reading {
        package var place: Place
        /// The position behind which transactions are kept; it moves on if there are too many on the way to the target.
        var after: Int
        let target: Int
        let upTo: Int
        package let count: Int
        /// How long the lines of further transactions may be.
        package var bytes: Int
        /// How long the lines of transactions before the target are that are kept.
        var passedBytes = 0
        var found: [Transaction] = []

        var goesOn: Bool { found.count < count && bytes > 0 && place.position < upTo }
    }

    private func start(at position: Int, _ names: [String], _ types: TypePlaces) throws -> Place? {
        for number in names.compactMap(FileName.snapshotNumber).sorted(by: >) where number <= position {
            var state = StoreState(layouts)
            let reader = SnapshotReader(folder: folder, store: store, types: types)
            do {
                _ = try reader.read(number) { state.apply($0) }
                return Place(position: number, state: state)
            } catch is SnapshotReader.Broken {
                continue
            }
        }
        return names.contains(FileName.segment(1)) ? Place(position: 0, state: StoreState(layouts)) : nil
    }

    private func read(_ segment: Int, _ types: TypePlaces, _ reading: inout Reading) throws {
        try folder.reading(FileName.segment(segment)) { reader in
            _ = try reader.next { _ in }
            while reading.goesOn, let goesOn = try reader.next({ try take($0, types, &reading) }), goesOn {}
        }
    }

    /// - Returns: Whether to go on behind the line, which does not lead on if it is not what was written.
    private func take(_ line: LineReader.Line, _ types: TypePlaces, _ reading: inout Reading) throws -> Bool {
        if let number = Self.number(of: line.bytes), number <= reading.place.position { return true }
        guard line.checksum != nil, let record = try? JournalRecord(reading: line.bytes, types: types),
            record.number == reading.place.position + 1, record.number <= reading.upTo
        else { return false }
        if case .transaction(let operations) = record.content {
            let before = reading.place.state
            for operation in operations { _ = reading.place.state.apply(operation) }
            if record.number > reading.after {
                if record.number > reading.target {
                    reading.bytes -= line.bytes.count
                } else {
                    reading.passedBytes += line.bytes.count
                }
                reading.found.append(
                    Transaction(
                        position: record.number, time: record.time ?? DateTime(millisecondsSinceEpoch: 0),
                        provenance: record.provenance, byteCount: line.bytes.count, operations: operations,
                        in: TransactionBatch(before: before, after: reading.place.state)))
            }
        }
        reading.place.position = record.number
        if record.number <= reading.target, reading.passedBytes > Self.passedBytes {
            reading.after = record.number
            reading.found = []
            reading.passedBytes = 0
        }
        return true
    }

    /// The number of a line, read from its beginning without a look at the rest.
    private static func number(of line: UnsafeRawBufferPointer) -> Int? {
        let mark = Array(#"{"n":"#.utf8)
        guard line.count > mark.count, line.prefix(mark.count).elementsEqual(mark) else { return nil }
        let digits = line[mark.count...].prefix { 48...57 ~= $0 }
        return digits.count < 19 ? digits.reduce(0) { $0 * 10 + Int($1 - 48) } : nil
    }
}
