import JSONFileEngine

/// Reads a segment or a snapshot line by line and tells what is there, whether it is sound or not.
struct SegmentReader {
    /// The folder of the store.
    let folder: StoreFolder
    /// The types of the store.
    let types: TypePlaces

    /// Where a line begins.
    struct Place: Sendable {
        var byte: Int
        var line: Int

        /// The beginning of a file.
        static let start = Place(byte: 0, line: 1)
    }

    /// One line behind the first.
    enum Piece {
        /// A record that is what was written.
        case record(JournalRecord, checksum: String)
        /// A line that is not what was written, or is whole and no record; with what records can be found inside it.
        case broken(reason: String, isWhole: Bool, inside: [SoundRecord])
        /// All that follows, which the disk does not give.
        case unreadable(reason: String)
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - name: The name of the file.
    ///   - header: Receives the first line, `nil` if it is broken; what is found inside of it then comes as a piece.
    ///   - piece: Receives what follows, and says whether to go on.
    /// - Returns: The bytes and lines that were read.
    /// - Throws: What the receivers throw; ``FileSystemError`` if the file is not there or may not be read.
    func read(
        _ name: String, header: (FileHeader?, _ checksum: String?) throws -> Void,
        piece: (Piece, Place) throws -> Bool
    ) throws -> (bytes: Int, lines: Int) {
        var next = Place.start
        do {
            try folder.reading(name) { reader in
                var goesOn = try reader.next { line in
                    let found = FileHeader(line)
                    try header(found, Frame.verify(line.bytes)?.text)
                    return found != nil ? true : try piece(broken(line, "the header is broken"), .start)
                }
                if goesOn == nil { return try header(nil, nil) }
                while goesOn == true {
                    next = Place(byte: reader.offset, line: next.line + 1)
                    goesOn = try reader.next { try piece(look(at: $0), next) }
                }
                if goesOn == false { next = Place(byte: reader.offset, line: next.line + 1) }
            }
        } catch let error as FileSystemError where error.isUnreadable {
            _ = try piece(.unreadable(reason: error.unreadableReason), next)
        }
        return (next.byte, next.line - 1)
    }

    private func look(at line: LineReader.Line) -> Piece {
        guard let checksum = line.checksum else {
            return broken(line, line.isTooLong ? "the line is too long" : "checksum mismatch")
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
