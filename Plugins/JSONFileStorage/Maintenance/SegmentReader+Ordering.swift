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
    /// - Throws: What the receivers throw; ``FileSystemError`` if the file is not there or may not be read.
    func readInOrder(
        _ name: String, header: (FileHeader?, _ checksum: String?) throws -> Void,
        piece: (Piece, Place) throws -> Bool
    ) throws {
        var last = Int.min, isInOrder = true
        _ = try readApart(name) { _, _ in
        } piece: { piece, _ in
            guard case .record(let record, _) = piece else { return true }
            isInOrder = isInOrder && record.number >= last
            last = record.number
            return isInOrder
        }
        if isInOrder { return try readApart(name, header: header, piece: piece) }
        var records: [(record: JournalRecord, checksum: String, place: Place)] = []
        var goesOn = true
        try readApart(name, header: header) { found, place in
            if case .record(let record, let checksum) = found {
                records.append((record, checksum, place))
            } else {
                goesOn = try piece(found, place)
            }
            return goesOn
        }
        // Two of one number stay in the order in which they stand.
        for (record, checksum, place) in records.sorted(by: { $0.record.number < $1.record.number }) where goesOn {
            goesOn = try piece(.record(record, checksum: checksum), place)
        }
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
