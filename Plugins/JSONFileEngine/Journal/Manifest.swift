import SCIM

/// What `STORE.json` says: which format a folder has and which store it is.
package struct Manifest: Sendable, Equatable {
    /// The name of the format.
    static let format = "roster-jsonl"
    /// The version of the format that this program writes.
    package static let version = 1

    /// The identity of the store, by which files of another one are told apart.
    package var store: String

    /// The content of the file.
    package var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.member("format")
        writer.string(Self.format)
        writer.member("version")
        writer.integer(Self.version)
        writer.member("storeId")
        writer.string(store)
        writer.member("features")
        writer.beginArray()
        writer.endArray()
        var bytes = writer.finish()
        _ = Frame.end(&bytes)
        return bytes
    }

    /// Describes a new store.
    package init(store: String) {
        self.store = store
    }

    /// Reads the file.
    ///
    /// - Throws: ``JSONFileStoreError`` if it is broken or of a newer version.
    package init(in folder: StoreFolder) throws {
        self = try folder.reading(FileName.manifest) { reader in
            guard let manifest = try reader.next(Self.init(line:)) else {
                throw JSONFileStoreError.corrupt(FileName.manifest, "byte 0 (line 1): it is empty")
            }
            let end = reader.offset
            if try reader.next({ _ in }) != nil {
                throw JSONFileStoreError.corrupt(
                    FileName.manifest, "byte \(end) (line 2): there is more behind the end")
            }
            return manifest
        }
    }

    private init(line: LineReader.Line) throws {
        // The version comes first: a later one may well frame its lines in another way.
        guard let members = try? LineProblem.members(of: line.bytes), members["format"]?.string == Self.format,
            let version = members["version"]?.integer, let store = members["storeId"]?.string
        else { throw JSONFileStoreError.corrupt(FileName.manifest, "byte 0 (line 1): it does not describe a store") }
        let features = members["features"]?.values ?? []
        // A digit that has changed makes no other version.
        let own = Manifest(store: store).bytes.dropLast()
        let isSpoilt =
            Frame.verify(line.bytes) == nil && own.count == line.bytes.count
            && zip(own, line.bytes).count { $0 != $1 } == 1
        guard isSpoilt || version <= Self.version && features.isEmpty else {
            throw JSONFileStoreError(
                .newerFormat,
                "\(FileName.manifest): byte 0 (line 1): the data folder has format version \(version)"
                    + (features.isEmpty
                        ? "" : " with features \(features.compactMap(\.string).joined(separator: ", "))")
                    + ", this program knows version \(Self.version); use the newer program, or import here what its "
                    + "roster store export writes")
        }
        guard Frame.verify(line.bytes) != nil, line.isTerminated else {
            throw JSONFileStoreError.corrupt(FileName.manifest, "byte 0 (line 1): checksum mismatch")
        }
        self.store = store
    }
}
