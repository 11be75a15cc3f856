import RosterCore
import SCIM

/// Reads every file of a store and holds each against the others.
struct FolderInspection {
    /// The folder of the store.
    let folder: StoreFolder
    /// The types of the store.
    let layouts: [TypeLayout]
    /// Where to tell how far it is.
    let progress: MaintenanceProgress

    private(set) var report = StoreInspection()
    private let types: TypePlaces
    /// The identity of the store, as far as a file tells it.
    private var store: String?
    /// What the store holds after the last line, for as long as no line is missing before it.
    private var state: StoreState?
    /// The last line; `nil` before the first one that is known.
    private var position: JournalPosition?
    private var total = 0

    /// Prepares to look at a folder.
    init(folder: StoreFolder, layouts: [TypeLayout], progress: MaintenanceProgress) {
        self.folder = folder
        self.layouts = layouts
        self.progress = progress
        types = TypePlaces(layouts)
    }

    /// Looks at everything.
    ///
    /// - Throws: ``FileSystemError`` if a file may not be read, or is gone because the store has put a snapshot in its place.
    mutating func run() throws -> StoreInspection {
        let listing = try StoreListing(folder)
        for file in listing.files { total += try folder.expectedLength(of: file.name) }
        try inspectManifest(listing)
        if listing.isBeingReplaced { try inspectReplacement() }
        if listing.segments.first == 1 {
            state = StoreState(layouts)
            position = .beginning
        } else if listing.snapshots.isEmpty {
            find(FileName.segment(1), nil, "the file is missing")
        }
        for file in listing.files {
            switch file {
            case .snapshot(let number): try inspectSnapshot(number)
            case .segment(let first): try inspectSegment(first, isLast: first == listing.segments.last)
            }
            report.files += 1
        }
        inspectEnd(listing)
        progress.report(total, of: total)
        return report
    }

    private mutating func find(_ file: String, _ place: SegmentReader.Place? = nil, _ reason: String) {
        report.findings.append(
            StoreFinding(
                file: file, byte: place?.byte, line: place?.line, after: place == nil ? nil : position?.number,
                reason: reason))
    }

    private mutating func inspectManifest(_ listing: StoreListing) throws {
        guard listing.hasManifest else { return find(FileName.manifest, nil, "the file is missing") }
        report.files += 1
        report.lines += 1
        report.bytes += try folder.expectedLength(of: FileName.manifest)
        do {
            store = try Manifest(in: folder).store
        } catch let error as JSONFileStoreError where error.kind == .corrupt {
            find(FileName.manifest, nil, "it is not what was written")
        } catch let error as FileSystemError where error.isUnreadable {
            find(FileName.manifest, nil, error.unreadableReason)
        }
    }

    private mutating func inspectReplacement() throws {
        if let problem = try folder.problemOfReplacement() { return find(FileName.replacement, nil, problem) }
        report.notes.append(
            "the content is being replaced, or was until the power failed: the next start completes it")
    }
}

extension FolderInspection {
    private mutating func inspectSnapshot(_ number: Int) throws {
        let name = FileName.snapshot(number)
        let length = try folder.expectedLength(of: name)
        defer {
            report.bytes += length
            progress.report(report.bytes, of: total)
        }
        guard let own = try store ?? folder.header(of: name)?.store else {
            return find(name, .start, "the header is broken or cannot be read")
        }
        store = own
        var found = StoreState(layouts)
        let end: JournalPosition
        do {
            let reading = try SnapshotReader(folder: folder, store: own, types: types).read(number) {
                found.carryOut($0)
            }
            end = reading.position
            report.lines += reading.lines
        } catch let problem as SnapshotReader.Broken {
            return find(name, nil, "\(problem.place): \(problem.reason)")
        }
        if let state, let position {
            if position != end {
                find(
                    name, nil, "it follows n=\(end.number) of the journal, which ends at n=\(position.number) before it"
                )
            } else if let difference = state.difference(from: found) {
                find(name, nil, "it says something else than the journal before it: \(difference)")
            }
        } else if let position, position.number > end.number {
            return
        }
        state = found
        position = end
        report.position = max(report.position, end.number)
    }

    private mutating func inspectSegment(_ first: Int, isLast: Bool) throws {
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
                if isLast, !isWhole, !later, place.line > 1 {
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
                "\(name): the last \(bytes - (torn.finding.byte ?? 0)) bytes are an unfinished write, which nobody was told is done"
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
            carryOut(operations, name, place)
            report.time = record.time ?? report.time
        }
        position = JournalPosition(number: record.number, checksum: checksum)
        report.position = max(report.position, record.number)
    }

    private mutating func carryOut(_ operations: [Operation], _ name: String, _ place: SegmentReader.Place) {
        guard var next = state else { return }
        state = nil
        for operation in operations {
            if let version = operation.version, let current = next.version(of: operation.address), version < current {
                find(name, place, "version \(version) of \(operation.address.id) comes after version \(current)")
            }
            if !next.carryOut(operation) {
                find(name, place, "a change of the resource \(operation.address.id), which is not there")
            }
        }
        state = next
    }

    private mutating func inspectEnd(_ listing: StoreListing) {
        let last = listing.files.last?.name ?? FileName.manifest
        guard case .segment? = listing.files.last else {
            if !listing.isBeingReplaced {
                find(FileName.segment(listing.highestNumber + 1), nil, "the file is missing")
            }
            return
        }
        guard let state else { return }
        report.resources = state.counts(named: types)
        for other in report.resources.dropFirst(layouts.count) {
            report.notes.append(
                "the configuration does not have the type \(other.type.quotedForDisplay), of which there are "
                    + "\(other.count): without it under 'resource-types' no server starts")
        }
        for clash in state.clashes { find(last, nil, clash.description) }
    }
}
