import JSONFileEngine
import SCIM

/// Reads the files of a store that is open, to find what the disk has lost while memory still knows better.
struct Scrub {
    /// The folder of the store.
    let folder: StoreFolder
    /// The identity of the store.
    let store: String
    /// The types of the store.
    let types: TypePlaces
    /// The segment that is written to, and the number of its last line that is finished.
    let first: Int, end: Int
    /// The numbers of the snapshots that have to be there, the oldest first.
    let snapshots: [Int]
    /// Called now and then; says whether to go on.
    let rest: () -> Bool

    /// A run that was given up because the store is being closed.
    struct Abandoned: Error {}

    /// A file that is not what was written.
    struct Finding: Equatable {
        /// The name of the file.
        let file: String
        /// What is wrong with it, and where.
        let reason: String
    }

    private static let linesBetweenRests = 256

    /// Looks at everything that a start may need.
    ///
    /// - Throws: ``Abandoned``, or ``FileSystemError`` if a file could not be opened for want of descriptors.
    func run() throws -> [Finding] {
        var findings: [Finding] = []
        let segments = try StoreListing(folder).segments
        try look(at: FileName.manifest, &findings) {
            guard try Manifest(in: folder).store == store else { throw Broken("byte 0 (line 1): another store") }
        }
        // The journal from its beginning on is what a start needs, too, where the snapshots are of no use.
        let base = segments.first == 1 ? nil : snapshots.first
        var position: JournalPosition? = base == nil ? .beginning : nil
        for number in snapshots {
            let found = try look(at: FileName.snapshot(number), &findings) { try readSnapshot(number) }
            if number == base { position = found }
        }
        var next: Int? = (base ?? 0) + 1
        // Segments that were begun since belong to the next run.
        for segment in segments where next ?? 0 <= segment && segment <= first {
            if let next, next < segment { findings.append(.missing(next)) }
            let start = next == segment ? position : nil
            position = try look(at: FileName.segment(segment), &findings) { try readSegment(segment, after: start) }
            next = position.map { $0.number + 1 }
        }
        // A segment that was looked at and holds nothing leaves its own number as the next one.
        if let next, next <= first, !segments.contains(first) { findings.append(.missing(next)) }
        return findings
    }

    /// Reads one file and notes what is wrong with it.
    @discardableResult
    private func look<Result>(at file: String, _ findings: inout [Finding], _ read: () throws -> Result) throws
        -> Result?
    {
        do {
            return try read()
        } catch let error as FileSystemError where !error.isPassing {
            findings.append(Finding(file: file, reason: "\(error)"))
        } catch let broken as Broken {
            findings.append(Finding(file: file, reason: broken.reason))
        } catch let error as JSONFileStoreError {
            let reason = error.finding
            let place = "\(file): "
            findings.append(
                Finding(file: file, reason: reason.hasPrefix(place) ? String(reason.dropFirst(place.count)) : reason))
        }
        return nil
    }

    private func readSnapshot(_ number: Int) throws -> JournalPosition {
        try letCacheGo(of: FileName.snapshot(number))
        var count = 0, isAbandoned = false
        do {
            return try SnapshotReader(folder: folder, store: store, types: types).read(number) { _ in
                count += 1
                isAbandoned = count.isMultiple(of: Self.linesBetweenRests) && !rest()
                return !isAbandoned
            }.position
        } catch let broken as SnapshotReader.Broken {
            if isAbandoned { throw Abandoned() }
            throw Broken("\(broken.place): \(broken.reason)")
        }
    }

    private func readSegment(_ segment: Int, after known: JournalPosition?) throws -> JournalPosition {
        let name = FileName.segment(segment)
        try letCacheGo(of: name)
        let start =
            try known
            ?? folder.header(of: name).map {
                JournalPosition(number: segment - 1, checksum: $0.previous)
            }
        guard let start else { throw Broken("byte 0 (line 1): the header is broken") }
        var replay = JournalReplay(
            folder: folder, store: store, types: types, state: StoreState([]), position: start)
        replay.changesState = false
        // Behind the end of the journal at that time, the writer may be in the middle of a line.
        let isOpen = segment == first
        let ending = try replay.apply(segment: segment, isLast: isOpen, upTo: isOpen ? end : .max) { record, _, _ in
            if record.number.isMultiple(of: Self.linesBetweenRests), !rest() { throw Abandoned() }
        }
        guard !isOpen || replay.position.number == end else {
            throw Broken("byte \(ending.length): \(ending.tornBytes > 0 ? "checksum mismatch" : "the end is missing")")
        }
        return replay.position
    }

    private func letCacheGo(of name: String) throws {
        let file = try folder.disk.open(folder.path(of: name), .reading)
        folder.disk.letCacheGo(of: file)
        folder.disk.close(file)
    }

    private struct Broken: Error {
        let reason: String

        init(_ reason: String) {
            self.reason = reason
        }
    }
}

extension Scrub.Finding {
    fileprivate static func missing(_ segment: Int) -> Self {
        Self(file: FileName.segment(segment), reason: "the file is missing")
    }
}
