package import RosterCore
package import SCIM

/// One line of the journal: a transaction, or the mark that everything up to it is on the disk.
package struct JournalRecord: Sendable {
    /// What a line says.
    package enum Content: Sendable {
        /// Steps that are carried out together.
        case transaction([Operation])
        /// The store was at rest, and everything before this line was on the disk.
        case seal
        /// The last line of a snapshot.
        case end
    }

    /// The number of the line; numbers are dense.
    package var number: Int
    /// The checksum of the line before.
    package var previous: String
    /// The number of the first line that may have been on its way to the disk at the same time.
    package var batch: Int
    /// When it was written; lines of a snapshot do not tell.
    package var time: DateTime?
    /// Who caused it and by which request, if somebody said.
    package var provenance: Provenance?
    /// What it says.
    package var content: Content

    /// Writes a line.
    ///
    /// - Parameters:
    ///   - bytes: Where the line is added.
    ///   - link: The place of the line in the chain.
    ///   - types: The names of the types by their places.
    /// - Returns: The checksum of the line.
    static func write(
        _ content: Content, to bytes: inout [UInt8], at link: Link, types: [String]
    ) -> Checksum {
        var writer = JSONWriter(capacity: 1_024)
        writer.beginObject()
        writer.member("n")
        writer.integer(link.number)
        writer.member("p")
        writer.string(link.previous)
        if let batch = link.batch {
            writer.member("b")
            writer.integer(batch)
        }
        if let time = link.time {
            writer.member("t")
            writer.string(time.description)
        }
        if let provenance = link.provenance {
            writer.member("by")
            writer.string(provenance.actor)
            writer.member("rq")
            writer.string(provenance.request)
        }
        switch content {
        case .seal, .end:
            writer.member("k")
            writer.string(content.mark)
        case .transaction(let operations):
            writer.member("tx")
            writer.beginArray()
            for operation in operations { writer.write(operation, types: types) }
            writer.endArray()
        }
        let start = bytes.count
        bytes.append(contentsOf: writer.finish())
        return Frame.end(&bytes, from: start)
    }

    /// The place of a line in the chain.
    struct Link: Sendable {
        package var number: Int
        package var previous: String
        /// The first line since the disk was last waited for; lines of a snapshot have none.
        package var batch: Int?
        /// The time of writing; lines of a snapshot have none.
        package var time: DateTime?
        /// Who caused the line and by which request.
        package var provenance: Provenance?
    }
}

extension JournalRecord.Content {
    /// What a line says that is no transaction.
    fileprivate var mark: String {
        if case .end = self { "end" } else { "seal" }
    }
}

extension JournalRecord {
    /// Reads a line whose checksum has been verified.
    ///
    /// - Throws: ``LineProblem`` if it is not a record after all.
    package init(reading line: UnsafeRawBufferPointer, types: TypePlaces) throws(LineProblem) {
        self = try line.withMemoryRebound(to: UInt8.self) { line throws(LineProblem) in
            try JournalRecord(reading: JSONSlice(line), types: types)
        }
    }

    private init(reading line: JSONSlice, types: TypePlaces) throws(LineProblem) {
        var number: Int?, previous: String?, batch: Int?, time: DateTime?, actor: String?, request: String?
        var steps: JSONSlice?, mark: String?
        line.visitMembers { name, value in
            if name.isExactly("n") {
                number = value.integer
            } else if name.isExactly("p") {
                previous = value.string
            } else if name.isExactly("b") {
                batch = value.integer
            } else if name.isExactly("t") {
                time = value.string.flatMap { DateTime($0) }
            } else if name.isExactly("by") {
                actor = value.string
            } else if name.isExactly("rq") {
                request = value.string
            } else if name.isExactly("tx") {
                steps = value
            } else if name.isExactly("k") {
                mark = value.string
            }
            return true
        }
        guard let number, let previous, 0...StoreLimits.number ~= number else { throw LineProblem("not a record") }
        self.number = number
        self.previous = previous
        self.batch = batch ?? number
        self.time = time
        provenance = actor.map { Provenance(actor: $0, request: request ?? "") }
        if let steps, steps.isArray {
            content = .transaction(try Operation.list(steps, types: types))
        } else {
            switch mark {
            case "seal": content = .seal
            case "end": content = .end
            default: throw LineProblem("a record of an unknown kind")
            }
        }
    }
}
