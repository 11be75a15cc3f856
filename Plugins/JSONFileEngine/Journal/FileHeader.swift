import SCIM

/// The first line of a segment or a snapshot: whose it is and which line it follows.
package struct FileHeader: Sendable, Equatable {
    /// What kind of file it is.
    package enum Kind: String, Sendable {
        /// A segment of the journal; the number is that of its first line.
        case segment
        /// A snapshot; the number is that of the last line it takes account of.
        case snapshot
    }

    /// What kind of file it is.
    package var kind: Kind
    /// The identity of the store.
    package var store: String
    /// The number that the name of the file has, too.
    package var number: Int
    /// The checksum of the last line of the journal before this file.
    package var previous: String

    /// The line, ended by its checksum and a line feed.
    package func line() -> (bytes: [UInt8], checksum: Checksum) {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.member("k")
        writer.string(kind.rawValue)
        writer.member("version")
        writer.integer(Manifest.version)
        writer.member("store")
        writer.string(store)
        writer.member("n")
        writer.integer(number)
        writer.member("p")
        writer.string(previous)
        var bytes = writer.finish()
        let checksum = Frame.end(&bytes)
        return (bytes, checksum)
    }

    /// Describes a file that is to be written.
    package init(_ kind: Kind, store: String, number: Int, previous: String) {
        self.kind = kind
        self.store = store
        self.number = number
        self.previous = previous
    }

    /// Reads a line; `nil` if it is no such header or not whole.
    package init?(_ line: LineReader.Line) {
        guard line.checksum != nil,
            let members = try? LineProblem.members(of: line.bytes), let kind = members["k"]?.string.flatMap(Kind.init),
            let store = members["store"]?.string, let number = members["n"]?.integer,
            let previous = members["p"]?.string
        else { return nil }
        self.init(kind, store: store, number: number, previous: previous)
    }
}
