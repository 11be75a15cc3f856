import SCIM

/// Reads transactions that have passed out of snapshots and the journal.
struct HistoryReader {
    let folder: StoreFolder
    let store: String
    let layouts: [TypeLayout]

    /// Where a reading has come to, so that the next one need not begin with a snapshot.
    struct Place: Sendable {
        var position: Int
        var state: StoreState
    }

    /// Reads the transactions that come next after a position.
    ///
    /// - Parameters:
    ///   - last: The last position that has been answered: what the journal holds behind it may not be on the disk yet.
    ///   - known: A state at or before the position, if one is at hand.
    /// - Returns: The transactions and where the reading ended; `nil` if the files do not reach back so far.
    func transactions(
        after position: Int, upTo last: Int, count: Int, from known: Place?
    ) throws -> (transactions: [Transaction], place: Place)? {
        let names = try folder.disk.names(in: folder.path)
        let types = TypePlaces(layouts)
        // A place from long ago is no shorter way, and its segments may be gone.
        let snapshot = names.compactMap(FileName.snapshotNumber).filter { $0 <= position }.max() ?? 0
        let near = known.flatMap { $0.position >= snapshot ? $0 : nil }
        guard var place = try near ?? start(at: position, names, types) else { return nil }
        let segments = names.compactMap(FileName.segmentNumber).sorted()
        // The segment that holds the line after the place, and those behind it.
        guard let first = segments.lastIndex(where: { $0 <= place.position + 1 }) else { return nil }
        var found: [Transaction] = []
        for segment in segments[first...] where found.count < count && place.position < last {
            try read(segment, &place, &found, after: position, upTo: last, count: count, types)
        }
        return (found, place)
    }

    private func start(at position: Int, _ names: [String], _ types: TypePlaces) throws -> Place? {
        for number in names.compactMap(FileName.snapshotNumber).sorted(by: >) where number <= position {
            var state = StoreState(layouts)
            let reader = SnapshotReader(folder: folder, store: store, types: types)
            do {
                _ = try reader.read(number) { state.carryOut($0) }
                return Place(position: number, state: state)
            } catch is SnapshotReader.Broken {
                continue
            }
        }
        return names.contains(FileName.segment(1)) ? Place(position: 0, state: StoreState(layouts)) : nil
    }

    private func read(
        _ segment: Int, _ place: inout Place, _ found: inout [Transaction], after position: Int, upTo last: Int,
        count: Int, _ types: TypePlaces
    ) throws {
        try folder.reading(FileName.segment(segment)) { reader in
            _ = try reader.next { _ in }
            while found.count < count, place.position < last,
                let goesOn = try reader.next({ try take($0, &place, &found, after: position, upTo: last, types) }),
                goesOn
            {}
        }
    }

    /// - Returns: Whether to go on behind the line.
    private func take(
        _ line: LineReader.Line, _ place: inout Place, _ found: inout [Transaction], after position: Int,
        upTo last: Int, _ types: TypePlaces
    ) throws -> Bool {
        // The line that is just being written is no line yet.
        guard line.isTerminated, !line.isTooLong else { return false }
        if let number = Self.number(of: line.bytes), number <= place.position { return true }
        guard Frame.verify(line.bytes) != nil else {
            throw JSONFileStoreError(.inputOutput, "line \(line.number) of the journal is not what was written")
        }
        let record = try JournalRecord(reading: line.bytes, types: types)
        guard record.number == place.position + 1, record.number <= last else { return false }
        if case .transaction(let operations) = record.content {
            let before = place.state
            for operation in operations { _ = place.state.carryOut(operation) }
            if record.number > position {
                found.append(
                    Transaction(
                        position: record.number, time: record.time ?? DateTime(millisecondsSinceEpoch: 0),
                        provenance: record.provenance, operations: operations, before: before, after: place.state))
            }
        }
        place.position = record.number
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
