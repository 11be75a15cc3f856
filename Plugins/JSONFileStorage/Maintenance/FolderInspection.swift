import JSONFileEngine
import RosterCore
import SCIM

/// Reads every file of a store and holds each against the others.
struct FolderInspection {
    /// The folder of the store.
    let folder: StoreFolder
    /// The types of the store.
    let layouts: [TypeLayout]
    /// Whether nobody writes any more, so that nothing may be unfinished.
    let isFinished: Bool
    /// Where to tell how far it is.
    let progress: MaintenanceProgress

    /// What was found so far.
    var report = StoreInspection()
    /// The types, with those that the configuration does not have.
    let types: TypePlaces
    /// The identity of the store, as far as a file tells it.
    var store: String?
    /// What the store holds after the last line, for as long as no line is missing before it.
    var state: StoreState?
    /// The last line; `nil` before the first one that is known.
    var position: JournalPosition?
    /// The bytes of all files.
    private(set) var total = 0

    /// Prepares to look at a folder.
    init(folder: StoreFolder, layouts: [TypeLayout], isFinished: Bool, progress: MaintenanceProgress) {
        self.folder = folder
        self.isFinished = isFinished
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
        } else if listing.snapshots.isEmpty, !listing.isBeingReplaced {
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

    /// Notes what is not as it has to be.
    mutating func find(_ file: String, _ place: SegmentReader.Place? = nil, _ reason: String) {
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
            find(FileName.manifest, .start, "it is not what was written")
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
                found.apply($0)
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

    private mutating func inspectEnd(_ listing: StoreListing) {
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
        report.notes += state.clashes.map(\.note)
    }
}
