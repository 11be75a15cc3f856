import SCIM

/// Reads a snapshot and believes it only if every line up to the end is what was written.
package struct SnapshotReader {
    /// The folder of the store.
    package let folder: StoreFolder
    /// The identity of the store.
    package let store: String
    /// The types of the store.
    package let types: TypePlaces

    /// Prepares to read snapshots of a store.
    package init(folder: StoreFolder, store: String, types: TypePlaces) {
        self.folder = folder
        self.store = store
        self.types = types
    }

    /// A line that makes the snapshot worthless.
    package struct Broken: Error, Sendable {
        package let place: String
        package let reason: String
    }

    /// Reads a snapshot.
    ///
    /// - Parameters:
    ///   - number: The number in the name of the file.
    ///   - name: The name, if the file does not have its final one yet.
    ///   - apply: Receives the steps in order and says whether they could be carried out.
    /// - Returns: What the snapshot takes account of, and its length in bytes and lines.
    /// - Throws: ``Broken`` if the file is not what was written or cannot be read.
    package func read(
        _ number: Int, named name: String? = nil, applying apply: (Operation) -> Bool
    ) throws -> (position: JournalPosition, length: Int, lines: Int) {
        var end = 0
        do {
            return try folder.readingRecords(name ?? FileName.snapshot(number), types) { reader in
                defer { end = reader.offset }
                return try follow(&reader, number, apply)
            }
        } catch let error as FileSystemError where error.isUnreadable {
            throw Broken(place: "byte \(end)", reason: error.unreadableReason)
        }
    }

    private func follow(
        _ reader: inout RecordReader, _ number: Int, _ apply: (Operation) -> Bool
    ) throws -> (position: JournalPosition, length: Int, lines: Int) {
        let start = try reader.next { line in
            let (line, checksum) = (line.raw, line.checksum)
            guard let header = FileHeader(line), header.kind == .snapshot, header.number == number,
                header.store == store, let checksum
            else { throw Broken(line, "the header is broken or of another store") }
            return (header, checksum.text)
        }
        guard let (header, checksum) = start else { throw Broken(place: "byte 0", reason: "the file is empty") }
        var previous = checksum
        var expected = 0
        var isEnded = false
        while !isEnded {
            expected += 1
            let line = try reader.next { try take($0, expected, previous, apply) }
            guard let line else { throw Broken(place: "byte \(reader.offset)", reason: "the end is missing") }
            previous = line.checksum
            isEnded = line.isEnd
        }
        if let line = try reader.next({ Broken($0.raw, "there is more behind the end") }) { throw line }
        return (JournalPosition(number: number, checksum: header.previous), reader.offset, expected + 1)
    }

    private func take(
        _ read: RecordReader.Line, _ expected: Int, _ previous: String, _ apply: (Operation) -> Bool
    ) throws -> (checksum: String, isEnd: Bool) {
        let line = read.raw
        guard let checksum = read.checksum else { throw Broken(line, "checksum mismatch") }
        let record: JournalRecord
        do {
            record = try read.record.get()
        } catch {
            throw Broken(line, error.reason)
        }
        guard record.number == expected, record.previous == previous else {
            throw Broken(line, "the line does not follow the one before it")
        }
        switch record.content {
        case .end: return (checksum.text, true)
        case .seal: throw Broken(line, "a line that belongs into a journal")
        case .transaction(let operations):
            guard operations.allSatisfy(apply) else { throw Broken(line, "a change of a resource that is not there") }
            return (checksum.text, false)
        }
    }
}

extension SnapshotReader.Broken {
    fileprivate init(_ line: LineReader.Line, _ reason: String) {
        self.init(place: "byte \(line.offset) (line \(line.number))", reason: reason)
    }
}
