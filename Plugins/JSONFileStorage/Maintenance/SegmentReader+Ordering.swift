import JSONFileEngine

extension SegmentReader {
    /// Reads a file so that records come in the order of their numbers, wherever they stand.
    ///
    /// Lines that are whole and stand too early, as a block does that was written to the wrong place, would otherwise look as
    /// if everything between were lost. Where there are such lines the whole file is held in memory.
    ///
    /// - Parameters:
    ///   - name: The name of the file.
    ///   - header: Receives the first line, `nil` if it is broken.
    ///   - piece: Receives what follows, and says whether to go on; records in what is broken come as records of their own.
    ///     That a line is out of place comes before it.
    /// - Throws: What the receivers throw; ``FileSystemError`` if the file is not there or may not be read.
    func readInOrder(
        _ name: String, header: (FileHeader?, _ checksum: String?) throws -> Void,
        piece: (Piece, Place) throws -> Bool
    ) throws {
        guard let misplaced = try placeOutOfOrder(name) else {
            return try readApart(name, header: header, piece: piece)
        }
        var pieces: [(number: Int, piece: Piece, place: Place)] = []
        var last = 0
        try readApart(name, header: header) { found, place in
            // What is no record stays behind the one that it stands behind.
            if case .record(let record, _) = found { last = record.number }
            if place.byte == misplaced.byte {
                let reason = "the line does not stand where it belongs, nor do others"
                pieces.append((last, .broken(reason: reason, isWhole: true, inside: []), place))
            }
            pieces.append((last, found, place))
            return true
        }
        // Two of one number stay in the order in which they stand.
        for (_, found, place) in pieces.sorted(by: { $0.number < $1.number }) where try !piece(found, place) { return }
    }

    /// Where the first record stands that has no higher number than the one before it.
    private func placeOutOfOrder(_ name: String) throws -> Place? {
        var last = Int.min, misplaced: Place?
        try readApart(name) { _, _ in
        } piece: { piece, place in
            guard case .record(let record, _) = piece else { return true }
            if record.number <= last { misplaced = place }
            last = record.number
            return misplaced == nil
        }
        return misplaced
    }

    /// Reads a file, and hands records in what is broken out behind it.
    private func readApart(
        _ name: String, header: (FileHeader?, _ checksum: String?) throws -> Void,
        piece: (Piece, Place) throws -> Bool
    ) throws {
        _ = try read(name, header: header) { found, place in
            guard case .broken(let reason, let isWhole, let inside) = found else { return try piece(found, place) }
            var goesOn = try piece(.broken(reason: reason, isWhole: isWhole, inside: []), place)
            for sound in inside where goesOn {
                goesOn = try piece(
                    .record(sound.record, checksum: sound.checksum),
                    Place(byte: place.byte + sound.offset, line: place.line))
            }
            return goesOn
        }
    }
}
