package import Logging
import SCIM

/// Brings a folder back to a state in which it can be written to, from whatever an end without warning left behind.
package struct Recovery {
    /// The folder of the store.
    package let folder: StoreFolder
    /// The types of the store.
    package let layouts: [TypeLayout]
    /// Where to log.
    package let logger: Logger
    /// Makes the identity of a store that is new.
    let makeID: () -> String
    /// The time.
    let now: DateTime

    /// What was found.
    package struct Result {
        /// The state.
        package var state: StoreState
        /// The journal, ready to be written to.
        package var journal: Journal
        /// The number of the last line that changes something, or of the snapshot if there is none behind it.
        package var lastChange: Int
        /// The bytes of the journal behind the snapshot.
        var journalBytes: Int
        /// The bytes of the snapshot, 0 if there is none.
        var snapshotBytes: Int
        /// The numbers of all snapshots, the oldest first.
        package var snapshots: [Int]
        /// The file that makes the folder a store, open, and its bytes.
        package var manifest: (file: FileDescriptor, length: Int)
    }

    /// Recovers the folder.
    ///
    /// - Throws: ``JSONFileStoreError`` if what is there is not what was written; nothing has changed then but that
    ///   files without content for anybody are gone.
    package func run() throws -> Result {
        if try Replacement.complete(in: folder) {
            logger.notice("the content of the data folder has been replaced; what was there is in quarantine")
        }
        var names = try folder.disk.names(in: folder.path)
        for name in names where FileName.isUnfinished(name) { try folder.disk.remove(folder.path(of: name)) }
        if !names.contains(FileName.manifest) {
            try beginStore(names)
            names = try folder.disk.names(in: folder.path)
        }
        let store = try Manifest(in: folder).store
        let types = TypePlaces(layouts)
        let listing = StoreListing(names: names)
        let (newest, broken) = try SnapshotReader(folder: folder, store: store, types: types)
            .first(of: listing.snapshots.reversed(), layouts: layouts)
        let base = newest ?? (StoreState(layouts), .beginning, 0)
        let segments = listing.segments.filter { $0 > base.position.number }
        guard segments.first == base.position.number + 1, let last = segments.last else {
            throw broken.first?.error
                ?? .corrupt(FileName.segment(base.position.number + 1), "the file is missing")
        }
        try listing.requireEnd()
        var replay = JournalReplay(
            folder: folder, store: store, types: types, state: base.state, position: base.position)
        var ending = JournalReplay.Ending(length: 0, isEmpty: true)
        for first in segments { ending = try replay.apply(segment: first, isLast: first == last) }
        try replay.state.keepOnly(layouts.count, named: types.unservedName)
        for snapshot in broken { try setAside(snapshot) }
        let journal = try reopen(last, replay, ending, of: store)
        return Result(
            state: replay.state, journal: journal, lastChange: replay.lastChange ?? base.position.number,
            journalBytes: replay.bytes, snapshotBytes: base.length,
            snapshots: listing.snapshots.filter { number in !broken.contains { $0.number == number } },
            manifest: try folder.openManifest())
    }

    /// Begins a store.
    ///
    /// The file that makes a folder one is written last, so a start that is cut short leaves none.
    private func beginStore(_ names: [String]) throws {
        let listing = StoreListing(names: names)
        let isUntouched = try listing.snapshots.isEmpty && listing.segments.allSatisfy(isUnused)
        guard isUntouched else { throw StoreListing.noManifest }
        for segment in listing.segments { try folder.disk.remove(folder.path(of: FileName.segment(segment))) }
        let store = makeID()
        folder.disk.close(try Journal.makeSegment(after: .beginning, of: store, in: folder).file)
        try folder.make(FileName.manifest, Manifest(store: store).bytes)
        logger.notice("began a new store", metadata: ["folder": "\(folder.path)"])
    }

    /// Whether a segment is what a first start leaves that was cut short, which never held anything.
    private func isUnused(_ segment: Int) throws -> Bool {
        guard segment == 1 else { return false }
        return try folder.reading(FileName.segment(segment)) { reader in
            guard let header = try reader.next({ FileHeader($0) }) else { return true }
            return try header?.kind == .segment && reader.next { _ in } == nil
        }
    }
}

extension Recovery {
    /// Puts a snapshot where no start will look at it again.
    private func setAside(_ snapshot: SnapshotReader.Corrupt) throws {
        let name = FileName.snapshot(snapshot.number)
        let kept = try folder.setAside(name)
        logger.warning(
            "a snapshot is broken; an older one and the journal hold everything it held",
            metadata: [
                "snapshot": "\(name)", "reason": "\(snapshot.broken.place): \(snapshot.broken.reason)",
                "kept": "\(kept)",
            ])
    }

    /// Opens the last segment at the end of what is sound.
    ///
    /// Unless it ends with a seal it is written anew: what was read may have come from the cache of a kernel that had
    /// failed to write it.
    private func reopen(
        _ first: Int, _ replay: JournalReplay, _ ending: JournalReplay.Ending, of store: String
    ) throws -> Journal {
        let name = FileName.segment(first)
        if ending.tornBytes == 0, replay.isSealed || ending.isEmpty {
            let file = try folder.disk.open(folder.path(of: name), .appending)
            return Journal(
                folder: folder, store: store, file: file, first: first, length: ending.length,
                position: replay.position,
                isSealed: true, layouts: layouts)
        }
        if ending.tornBytes > 0 { try keepTornEnd(of: name, ending, after: replay.position) }
        let seal = Journal.seal(after: replay.position, at: now)
        let (file, length) = try folder.make(name) { output in
            try folder.copy(name, upTo: ending.length, to: &output)
            try output.append(seal.bytes)
        }
        return Journal(
            folder: folder, store: store, file: file, first: first, length: length, position: seal.position,
            isSealed: true,
            layouts: layouts)
    }

    private func keepTornEnd(of name: String, _ ending: JournalReplay.Ending, after position: JournalPosition) throws {
        let copy = try folder.keepCopy(of: name)
        logger.warning(
            "the last write to the journal was cut short before it was synchronised; what there is of it is left out",
            metadata: [
                "file": "\(name)", "byte": "\(ending.length)", "bytes": "\(ending.tornBytes)",
                "after": "n=\(position.number)", "copy": "\(copy)",
            ])
    }
}

extension StoreFolder {
    /// Opens the file that makes the folder a store, to see later whether it is still there.
    func openManifest() throws(FileSystemError) -> (file: FileDescriptor, length: Int) {
        let path = path(of: FileName.manifest)
        return (try disk.open(path, .reading), try disk.length(of: path))
    }
}
