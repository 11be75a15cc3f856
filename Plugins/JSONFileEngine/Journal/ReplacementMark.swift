import SCIM

/// What `REPLACE.json` says: that a snapshot and a segment which lie ready take the place of everything else.
struct ReplacementMark: Sendable, Equatable {
    private static let kind = "replacement"

    /// The identity that the store has afterwards.
    package var store: String
    /// The number of the snapshot; that of the segment is the next one.
    package var number: Int

    /// Describes a replacement.
    init(store: String, number: Int) {
        self.store = store
        self.number = number
    }

    /// The files that take the place of everything else.
    package var files: [String] { [FileName.snapshot(number), FileName.segment(number + 1)] }

    /// The content of the file.
    package var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.member("k")
        writer.string(Self.kind)
        writer.member("version")
        writer.integer(Manifest.version)
        writer.member("store")
        writer.string(store)
        writer.member("n")
        writer.integer(number)
        var bytes = writer.finish()
        _ = Frame.end(&bytes)
        return bytes
    }

    /// Reads the file.
    ///
    /// - Throws: ``JSONFileStoreError`` if it is not what was written.
    init(in folder: StoreFolder) throws {
        let mark = try folder.reading(FileName.replacement) { reader in
            let mark = try reader.next(Self.init(line:)) ?? nil
            return try reader.next({ _ in }) == nil ? mark : nil
        }
        guard let mark else { throw JSONFileStoreError.corrupt(FileName.replacement, "it is not what was written") }
        self = mark
    }

    private init?(line: LineReader.Line) {
        guard line.checksum != nil,
            let members = try? LineProblem.members(of: line.bytes), members["k"]?.string == Self.kind,
            members["version"]?.integer == Manifest.version, let store = members["store"]?.string,
            let number = members["n"]?.integer, 1..<StoreLimits.number ~= number
        else { return nil }
        self.init(store: store, number: number)
    }
}
