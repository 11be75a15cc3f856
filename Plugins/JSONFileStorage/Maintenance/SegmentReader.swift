/// Reads a segment line by line and tells what is there, whether it is sound or not.
struct SegmentReader {
    /// The folder of the store.
    let folder: StoreFolder
    /// The types of the store.
    let types: TypePlaces

    /// Where a line begins.
    struct Place: Sendable {
        var byte: Int
        var line: Int
    }

    /// One line behind the first.
    enum Piece {
        /// A record that is what was written.
        case record(JournalRecord, checksum: String)
        /// A line that is not what was written, or is whole and no record; with what records can be found inside it.
        case broken(reason: String, isWhole: Bool, inside: [SoundRecord])
    }

    /// Reads a segment.
    ///
    /// - Parameters:
    ///   - first: The number in its name.
    ///   - header: Receives the first line, `nil` if it is broken; what is found inside of it then comes as a piece.
    ///   - piece: Receives what follows, and says whether to go on.
    /// - Returns: The bytes and lines that were read.
    func read(
        _ first: Int, header: (FileHeader?, _ checksum: String?) throws -> Void,
        piece: (Piece, Place) throws -> Bool
    ) throws -> (bytes: Int, lines: Int) {
        try folder.reading(FileName.segment(first)) { reader in
            var lines = 1
            let broken = try reader.next { line -> Piece? in
                let found = FileHeader(line)
                try header(found, Frame.verify(line.bytes)?.text)
                return found == nil ? self.broken(line, "the header is broken") : nil
            }
            guard let broken else {
                try header(nil, nil)
                return (0, 0)
            }
            if let broken, try !piece(broken, Place(byte: 0, line: 1)) { return (reader.offset, lines) }
            while let goesOn = try reader.next({ try piece(look(at: $0), Place(byte: $0.offset, line: $0.number)) }) {
                lines += 1
                if !goesOn { break }
            }
            return (reader.offset, lines)
        }
    }

    private func look(at line: LineReader.Line) -> Piece {
        guard !line.isTooLong else { return .broken(reason: "the line is too long", isWhole: false, inside: []) }
        guard let checksum = line.checksum else {
            return broken(line, "checksum mismatch")
        }
        do {
            return .record(try JournalRecord(reading: line.bytes, types: types), checksum: checksum.text)
        } catch {
            return .broken(reason: error.reason, isWhole: true, inside: [])
        }
    }

    private func broken(_ line: LineReader.Line, _ reason: String) -> Piece {
        .broken(reason: reason, isWhole: false, inside: SoundRecord.all(in: line.bytes, types: types))
    }
}
