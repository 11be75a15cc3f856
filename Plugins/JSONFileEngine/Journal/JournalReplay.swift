package import SCIM

/// Carries out what the journal says, line by line, on top of a state.
package struct JournalReplay {
    /// The folder of the store.
    package let folder: StoreFolder
    /// The identity of the store.
    package let store: String
    /// The types of the store.
    package let types: TypePlaces
    /// The state so far.
    package var state: StoreState
    /// The last line so far.
    package var position: JournalPosition
    /// Whether the lines are carried out; otherwise the state stays as it is and only the chain of lines is followed.
    package var changesState = true
    /// The number of the last line so far that is a change; `nil` if none was read.
    package private(set) var lastChange: Int?
    /// When the last change so far was made, if that is told.
    package private(set) var time: DateTime?
    /// Whether the last line says that everything before it is on the disk.
    private(set) var isSealed = false
    /// The bytes of all segments so far.
    package private(set) var bytes = 0

    /// Begins behind a state.
    package init(
        folder: StoreFolder, store: String, types: TypePlaces, state: StoreState, position: JournalPosition
    ) {
        self.folder = folder
        self.store = store
        self.types = types
        self.state = state
        self.position = position
    }

    /// Where the sound part of a segment ends.
    package struct Ending: Sendable {
        /// The length of the sound part in bytes.
        package var length: Int
        /// How many bytes follow it that a write left unfinished.
        package var tornBytes = 0
        /// Whether the segment holds no record.
        package var isEmpty: Bool
    }

    private enum Step {
        case applied
        /// Behind what is wanted; nothing was done.
        case beyond
        /// Not what was written; so many records inside are of a later batch.
        case broken(offset: Int, line: Int, intact: Int)
    }

    /// Applies one segment.
    ///
    /// - Parameters:
    ///   - first: The number in the name of the segment.
    ///   - isLast: Whether no segment follows: only there may a write have been cut short.
    ///   - last: The number of the last line that is wanted.
    ///   - observe: Receives each line, with the states before and after it.
    /// - Throws: ``JSONFileStoreError`` for everything that is not the unfinished end of the last write.
    package mutating func apply(
        segment first: Int, isLast: Bool, upTo last: Int = .max,
        observing observe: ((JournalRecord, _ before: StoreState, _ after: StoreState) throws -> Void)? = nil
    ) throws -> Ending {
        let name = FileName.segment(first)
        let start = position
        var replay = self
        let ending = try folder.readingRecords(name, types) { reader in
            try replay.checkHeader(&reader, name, first)
            while let step = try reader.next({ try replay.take($0, name, upTo: last, observe) }) {
                switch step {
                case .applied: continue
                case .beyond: return Ending(length: reader.offset, isEmpty: replay.position == start)
                case .broken(let offset, let line, let intact):
                    let place = (offset, line)
                    return try replay.judge(&reader, name, at: place, intact: intact, isLast: isLast, after: start)
                }
            }
            return Ending(length: reader.offset, isEmpty: replay.position == start)
        }
        self = replay
        bytes += ending.length
        return ending
    }

    private func checkHeader(_ reader: inout RecordReader, _ name: String, _ first: Int) throws {
        let header = try reader.next { FileHeader($0.raw) }
        guard let header = header ?? nil else {
            throw JSONFileStoreError.corrupt(name, "byte 0 (line 1): the header is broken")
        }
        guard header.kind == .segment, header.number == first else {
            throw JSONFileStoreError.corrupt(name, "byte 0 (line 1): the header is of another file")
        }
        guard header.store == store else {
            throw JSONFileStoreError.corrupt(name, "byte 0 (line 1): the file belongs to another store")
        }
        guard first == position.number + 1, header.previous == position.checksum else {
            throw JSONFileStoreError.corrupt(name, "byte 0 (line 1): the file does not follow n=\(position.number)")
        }
    }

    private mutating func take(
        _ read: RecordReader.Line, _ name: String, upTo last: Int,
        _ observe: ((JournalRecord, StoreState, StoreState) throws -> Void)?
    ) throws -> Step {
        guard position.number < last else { return .beyond }
        let line = read.raw
        guard let checksum = read.checksum else {
            let intact = laterBatches(in: line)
            return .broken(offset: line.offset, line: line.number, intact: intact)
        }
        func refusal(_ reason: String) -> JSONFileStoreError {
            .corrupt(name, "byte \(line.offset) (line \(line.number), after n=\(position.number)): \(reason)")
        }
        let record: JournalRecord
        do {
            record = try read.record.get()
        } catch {
            throw refusal(error.reason)
        }
        // A write that was cut short leaves broken lines, never whole ones that belong elsewhere.
        guard record.number == position.number + 1, record.previous == position.checksum else {
            throw refusal("the line is intact but does not follow the one before it")
        }
        switch record.content {
        case .end: throw refusal("a line that belongs into a snapshot")
        case .seal:
            isSealed = true
            if let observe { try observe(record, state, state) }
        case .transaction(let operations):
            isSealed = false
            time = record.time ?? time
            lastChange = record.number
            let before = observe == nil ? nil : state
            for operation in operations where changesState && !state.apply(operation) {
                throw refusal("a change of a resource that is not there")
            }
            if let observe, let before { try observe(record, before, state) }
        }
        position = JournalPosition(number: record.number, checksum: checksum.text)
        return .applied
    }

    /// Tells the unfinished end of the last write from damage.
    ///
    /// Whoever starts a batch has waited for the disk after the batch before. So if a line of a later batch is intact,
    /// the broken one was on the disk once.
    private mutating func judge(
        _ reader: inout RecordReader, _ name: String, at place: (offset: Int, line: Int), intact: Int, isLast: Bool,
        after start: JournalPosition
    ) throws -> Ending {
        var intact = intact
        while let more = try reader.next({ laterBatches(in: $0.raw) }) {
            intact += more
        }
        guard isLast, intact == 0 else {
            let evidence = isLast ? "\(intact) later records are intact" : "a later segment exists"
            throw JSONFileStoreError.corrupt(
                name,
                "byte \(place.offset) (line \(place.line), after n=\(position.number)): checksum mismatch; \(evidence), "
                    + "so this is no write that was cut short")
        }
        isSealed = false
        return Ending(length: place.offset, tornBytes: reader.offset - place.offset, isEmpty: position == start)
    }

    /// How many records in what is no sound line belong to a batch that was begun after a record had been on the disk.
    private func laterBatches(in line: LineReader.Line) -> Int {
        SoundRecord.all(in: line.bytes, types: types).count { $0.record.batch > position.number + 1 }
    }
}
