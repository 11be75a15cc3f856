import JSONFileEngine
import RosterCore
import SCIM

extension FolderInspection {
    /// Follows the lines of a segment.
    ///
    /// - Parameter isLast: Whether no segment follows: only there may a write have been cut short.
    mutating func inspectSegment(_ first: Int, isLast: Bool) throws {
        let name = FileName.segment(first)
        var walk = self
        var torn: (finding: StoreFinding, expected: Int)?
        var isEmpty = true
        let (bytes, lines) = try SegmentReader(folder: folder, types: types).read(name) { header, _ in
            walk.inspect(header, first, name)
            isEmpty = header == nil
        } piece: { piece, place in
            isEmpty = false
            switch piece {
            case .unreadable(let reason):
                walk.report.findings += [torn?.finding].compactMap { $0 }
                torn = nil
                walk.find(name, place, reason)
                walk.lose([])
            case .broken(let reason, let isWhole, let inside):
                let finding = StoreFinding(
                    file: name, byte: place.byte, line: place.line, after: walk.position?.number, reason: reason)
                let expected = (walk.position?.number ?? 0) + 1
                let later = inside.contains { $0.record.batch > torn?.expected ?? expected }
                // A file comes into being with its first line, all at once.
                if isLast, !isFinished, !isWhole, !later, place.line > 1 {
                    // The end of a write that is under way, or was when the power failed, is no damage.
                    torn = torn ?? (finding, expected)
                } else {
                    walk.report.findings += [torn?.finding, finding].compactMap { $0 }
                    torn = nil
                    walk.lose(inside)
                }
            case .record(let record, let checksum):
                if let unfinished = torn {
                    guard record.batch > unfinished.expected else { return true }
                    walk.report.findings.append(unfinished.finding)
                    torn = nil
                    walk.lose([])
                }
                walk.take(record, checksum, name, place)
            }
            walk.progress.report(walk.report.bytes + place.byte, of: walk.total)
            return true
        }
        self = walk
        report.bytes += bytes
        report.lines += lines
        if isEmpty { find(name, .start, "the file is empty") }
        if let torn {
            report.notes.append(
                "\(name): the last \(bytes - (torn.finding.byte ?? 0)) bytes are an unfinished write, which was not synchronised"
            )
        }
    }

    private mutating func inspect(_ header: FileHeader?, _ first: Int, _ name: String) {
        guard let header else { return }
        if header.kind != .segment || header.number != first { find(name, .start, "the header is of another file") }
        if let store, header.store != store { find(name, .start, "the file belongs to another store") }
        store = store ?? header.store
        let before = JournalPosition(number: first - 1, checksum: header.previous)
        if let position, position != before {
            find(name, .start, "the file does not follow n=\(position.number)")
            state = nil
        }
        position = before
    }

    /// Goes on behind lines that are lost.
    private mutating func lose(_ inside: [SoundRecord]) {
        state = nil
        position = inside.last.map { JournalPosition(number: $0.record.number, checksum: $0.checksum) }
    }

    private mutating func take(
        _ record: JournalRecord, _ checksum: String, _ name: String, _ place: SegmentReader.Place
    ) {
        if let position, record.number != position.number + 1 || record.previous != position.checksum {
            find(name, place, "the line is intact but does not follow the one before it")
            state = nil
        }
        switch record.content {
        case .end: find(name, place, "a line that belongs into a snapshot")
        case .seal: break
        case .transaction(let operations):
            apply(operations, name, place)
            report.time = record.time ?? report.time
        }
        position = JournalPosition(number: record.number, checksum: checksum)
        report.position = max(report.position, record.number)
    }

    private mutating func apply(_ operations: [Operation], _ name: String, _ place: SegmentReader.Place) {
        guard var next = state else { return }
        state = nil
        for operation in operations {
            if let version = operation.version, let current = next.version(of: operation.address), version < current {
                find(name, place, "version \(version) of \(operation.address.id) comes after version \(current)")
            }
            if !next.apply(operation) {
                find(name, place, "a change of the resource \(operation.address.id), which is not there")
            }
        }
        state = next
    }
}
