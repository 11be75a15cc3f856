import JSONFileEngine
import RosterCore
import SCIM

/// Copies what a store holds, as a folder that is itself one of a store.
///
/// The store may be in use: what it writes and deletes meanwhile does no harm.
struct BackupMaker {
    /// A backup that was given up because the store is being closed.
    struct Abandoned: Error {}

    /// The folder of the store, on a disk that is not read from any more once the backup is given up.
    let folder: StoreFolder
    /// The types of the store.
    let layouts: [TypeLayout]
    /// Where the backup is made.
    let backups: Backups
    /// Where to tell how far it is.
    let progress: MaintenanceProgress
    /// Whether the backup is not wanted any more.
    let isAbandoned: @Sendable () -> Bool

    /// Makes a backup and reads it back; nobody else makes one meanwhile.
    ///
    /// - Parameter now: The time.
    /// - Returns: The name, and the identity of the store.
    /// - Throws: ``JSONFileStoreError``, ``Abandoned``; ``FileSystemError`` if the backup cannot be written.
    func make(at now: DateTime) throws -> (name: BackupName, store: String) {
        do {
            // A snapshot may take the place of what is being copied; then all of it is copied anew.
            let (source, unfinished) = try folder.looking { try copy() }
            try check(unfinished, against: source)
            let name = BackupName(position: source.position.number, made: now)
            return (try backups.complete(unfinished, as: name), source.store)
        } catch {
            // A part of a backup is of no use, and takes room on a disk that may be full.
            try? backups.discard()
            // Then what failed is the next thing that was to be read.
            if isAbandoned() { throw Abandoned() }
            throw error
        }
    }

    private func copy() throws -> (source: StoreReading, copy: StoreFolder) {
        do {
            let reading = try StoreReading(of: folder, layouts: layouts, keepingContent: false, progress: progress)
            let unfinished = try backups.begin()
            try copy(reading, to: unfinished)
            return (reading, unfinished)
        } catch let error as FileSystemError where !error.isMissing {
            throw JSONFileStoreError(opening: error, of: "backup")
        }
    }

    private func copy(_ reading: StoreReading, to copy: StoreFolder) throws {
        if let base = reading.base { try self.copy(FileName.snapshot(base), to: copy) }
        for segment in reading.segments {
            let isLast = segment == reading.segments.last
            try self.copy(FileName.segment(segment), upTo: isLast ? reading.lastLength : .max, to: copy)
        }
        try self.copy(FileName.manifest, to: copy)
    }

    private func copy(_ name: String, upTo length: Int = .max, to copy: StoreFolder) throws {
        let (file, _) = try copy.make(name) { try folder.copy(name, upTo: length, to: &$0) }
        // It is to be read back from the disk.
        copy.disk.letCacheGo(of: file)
        copy.disk.close(file)
    }

    private func check(_ copy: StoreFolder, against source: StoreReading) throws {
        do {
            let found = try StoreReading(
                of: StoreFolder(path: copy.path, disk: folder.disk), layouts: layouts, keepingContent: false)
            guard found.position == source.position, found.base == source.base, found.store == source.store else {
                throw JSONFileStoreError(.inputOutput, "it is not what was copied")
            }
        } catch let error as JSONFileStoreError {
            throw JSONFileStoreError(
                .inputOutput, "the backup in \(copy.path) has just been written and cannot be read: \(error.finding)")
        }
    }
}
