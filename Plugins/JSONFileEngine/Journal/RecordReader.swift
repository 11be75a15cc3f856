import Dispatch
import SCIM
import Synchronization

/// Reads the records of a file: one thread verifies lines and takes them apart while the caller carries out those before.
///
/// Disk calls are made by the caller alone, in order.
struct RecordReader {
    /// One line, and the record that it holds.
    package struct Line {
        /// The line itself.
        let raw: LineReader.Line
        /// The checksum; `nil` if the line is not what was written.
        package let checksum: Checksum?
        /// The record of a line that is what was written.
        package let record: Result<JournalRecord, LineProblem>
    }

    private static let batchBytes = 512 << 10
    private var lines: LineReader
    private let types: TypePlaces
    private let queue = DispatchQueue(label: "roster.store.reader")
    private var current = Batch(capacity: 0)
    private var parts: [Part] = []
    private var position = 0
    private var ahead: Parsing?
    /// How many bytes the lines have that have been handed out.
    package private(set) var offset = 0

    /// Reads on from where a reader of lines is.
    init(_ lines: LineReader, types: TypePlaces) {
        self.lines = lines
        self.types = types
    }

    /// Hands out the next line.
    ///
    /// - Returns: What the body returns; `nil` at the end of the file.
    package mutating func next<Result>(_ body: (Line) throws -> Result) throws -> Result? {
        if position == current.places.count {
            guard let next = try ahead ?? parse() else { return nil }
            ahead = try parse()
            (current, parts) = next.wait()
            position = 0
        }
        defer { position += 1 }
        let place = current.places[position], part = parts[position]
        offset = place.end
        return try current.withLine(place) { raw in
            try body(Line(raw: raw, checksum: part.checksum, record: part.record))
        }
    }

    /// Reads a batch and has it taken apart; `nil` at the end of the file.
    private mutating func parse() throws -> Parsing? {
        var batch = Batch(capacity: Self.batchBytes + Self.batchBytes / 4)
        while batch.bytes.count < Self.batchBytes, try lines.next({ batch.append($0) }) != nil {}
        guard !batch.places.isEmpty else { return nil }
        let parsing = Parsing(batch)
        if batch.bytes.count < Self.batchBytes {
            // Of little there is nothing to be gained.
            parsing.run(types)
        } else {
            queue.async { [types] in parsing.run(types) }
        }
        return parsing
    }
}

/// What a line comes to.
private struct Part: Sendable {
    package let checksum: Checksum?
    package let record: Result<JournalRecord, LineProblem>

    init(_ line: LineReader.Line, _ types: TypePlaces) {
        checksum = line.checksum
        record =
            checksum == nil
            ? .failure(LineProblem("checksum mismatch"))
            : Result { () throws(LineProblem) in try JournalRecord(reading: line.bytes, types: types) }
    }
}

/// Lines that follow one another.
private struct Batch: Sendable {
    struct Place {
        package let offset: Int
        package let number: Int
        let range: Range<Int>
        let isTerminated: Bool
        package let isTooLong: Bool

        /// Where the next line begins in the file.
        package var end: Int { offset + range.count + (isTerminated ? 1 : 0) }
    }

    package private(set) var bytes: [UInt8] = []
    private(set) var places: [Place] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func append(_ line: LineReader.Line) {
        let start = bytes.count
        bytes.append(contentsOf: line.bytes)
        places.append(
            Place(
                offset: line.offset, number: line.number, range: start..<bytes.count, isTerminated: line.isTerminated,
                isTooLong: line.isTooLong))
    }

    func withLine<Result>(_ place: Place, _ body: (LineReader.Line) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { bytes in
            try body(
                LineReader.Line(
                    offset: place.offset, number: place.number,
                    bytes: UnsafeRawBufferPointer(rebasing: bytes[place.range]),
                    isTerminated: place.isTerminated, isTooLong: place.isTooLong))
        }
    }
}

/// A batch on its way through another thread.
private final class Parsing: Sendable {
    private let batch: Batch
    private let parts = Mutex<[Part]>([])
    private let isDone = DispatchSemaphore(value: 0)

    init(_ batch: Batch) {
        self.batch = batch
    }

    package func run(_ types: TypePlaces) {
        let found = batch.places.map { place in batch.withLine(place) { Part($0, types) } }
        parts.withLock { $0 = found }
        isDone.signal()
    }

    /// Waits for the other thread; to be called once.
    func wait() -> (Batch, [Part]) {
        isDone.wait()
        return (batch, parts.withLock { $0 })
    }
}
