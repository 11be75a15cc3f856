import JSONFileEngine
import RosterCore
import SCIM

/// The folder of the backups of a store.
struct Backups: Sendable {
    /// The folder; it need not exist.
    let folder: StoreFolder

    /// The name of a backup that is being made or deleted.
    private static let unfinished = "backup.tmp"

    /// Names the folder.
    init(_ path: String, on disk: any FileSystem) {
        folder = StoreFolder(path: path, disk: disk)
    }

    /// All backups, in the order of their numbers.
    func all() throws(FileSystemError) -> [BackupName] {
        do {
            return try folder.disk.names(in: folder.path).compactMap { BackupName($0) }.sorted()
        } catch {
            if error.isMissing { return [] }
            throw error
        }
    }

    /// The backups of one store.
    func all(of store: String) throws(FileSystemError) -> [BackupName] {
        try all().filter { self.store(of: $0) == store }
    }

    /// The identity of the store that a backup is of; `nil` if none of its files tells.
    func store(of name: BackupName) -> String? { subfolder(name.text).identity }

    /// As much of the identity of a store as people need to tell it from others.
    ///
    /// It is the end, which is random: the beginning tells the time, which stores that are begun in one minute share.
    static func shortName(of store: String) -> String { String(store.suffix(8)) }

    /// The folder of a backup.
    func subfolder(_ name: String) -> StoreFolder { StoreFolder(path: folder.path(of: name), disk: folder.disk) }

    /// Describes a backup.
    ///
    /// - Parameter own: The identity of the store in the data folder, if it tells.
    func describe(_ name: BackupName, own: String?) throws(FileSystemError) -> BackupDescription {
        let files = subfolder(name.text)
        var bytes = 0
        for file in try folder.disk.names(in: files.path) where FileName.isNumbered(file) || file == FileName.manifest {
            bytes += try files.expectedLength(of: file)
        }
        let store = store(of: name)
        return BackupDescription(
            name: name.text, position: name.position, made: name.made, bytes: bytes,
            store: store.map { Self.shortName(of: $0) },
            isOwn: own.flatMap { own in store.map { $0 == own } })
    }
}

extension Backups {
    /// Makes or deletes backups while no other process does; the folder is made if it does not exist.
    ///
    /// - Parameter data: The data folder, whose owner a new folder of backups belongs to.
    /// - Throws: ``JSONFileStoreError`` of kind `inUse` if another one does.
    func exclusively<Result>(
        at now: DateTime, besides data: StoreFolder? = nil, _ work: () throws -> Result
    ) throws -> Result {
        try folder.makeWithParents(forOwnerOf: data)
        var lock: FolderLock?
        do {
            lock = try FolderLock(folder, at: now)
        } catch let error as JSONFileStoreError where error.kind == .inUse {
            throw JSONFileStoreError(.inUse, "another process is making a backup in \(folder.path)")
        } catch let error as FileSystemError {
            // Backups may well be on a file system that has no locks.
            guard error.call == "flock" else { throw error }
        }
        defer { if let lock { folder.disk.close(lock.file) } }
        return try work()
    }

    /// Begins a backup under a name that is none; what an earlier attempt left behind makes room.
    func begin() throws -> StoreFolder {
        try discard()
        let unfinished = subfolder(Self.unfinished)
        try folder.disk.makeFolder(unfinished.path)
        return unfinished
    }

    /// Deletes what was being made or deleted.
    func discard() throws(FileSystemError) {
        guard try folder.disk.names(in: folder.path).contains(Self.unfinished) else { return }
        try delete(subfolder(Self.unfinished))
        try folder.disk.synchronizeFolder(folder.path)
    }

    /// Gives a backup that is complete its name.
    ///
    /// - Returns: The name, which tells a later time if there is a backup of that time already.
    func complete(_ unfinished: StoreFolder, as wanted: BackupName) throws -> BackupName {
        let times = Set(try all().map(\.made))
        var name = wanted
        // Those of one second stand in the seconds behind it, and a clock is set back a little now and then: neither is to make
        // what comes later look older.
        if let latest = times.max(), 0...60 ~= latest.secondsSinceEpoch - wanted.made.secondsSinceEpoch {
            name = BackupName(position: wanted.position, made: latest).next
        }
        while times.contains(name.made) { name = name.next }
        try folder.disk.rename(unfinished.path, to: folder.path(of: name.text))
        try folder.disk.synchronizeFolder(folder.path)
        return name
    }

    /// Deletes the oldest backups of a store: those that are old by their numbers and by the clock.
    ///
    /// - Parameters:
    ///   - count: How many are kept.
    ///   - spared: One that is kept in any case.
    /// - Returns: Those that were deleted.
    func deleteOldest(of store: String, keeping count: Int, sparing spared: BackupName) throws -> [BackupName] {
        let all = try all(of: store), count = max(1, count)
        let kept = Set(all.suffix(count) + all.sorted { $0.wasMadeBefore($1) }.suffix(count) + [spared])
        let old = all.filter { !kept.contains($0) }
        for name in old {
            // What is deleted only in part must not look like a backup.
            try folder.disk.rename(folder.path(of: name.text), to: folder.path(of: Self.unfinished))
            try folder.disk.synchronizeFolder(folder.path)
            try discard()
        }
        return old
    }

    private func delete(_ folder: StoreFolder) throws(FileSystemError) {
        for name in try folder.disk.names(in: folder.path) {
            do {
                try folder.disk.remove(folder.path(of: name))
            } catch {
                // A folder cannot be deleted as a file; which error says so depends on the system.
                guard (try? folder.disk.names(in: folder.path(of: name))) != nil else { throw error }
                try delete(StoreFolder(path: folder.path(of: name), disk: folder.disk))
            }
        }
        try folder.disk.removeFolder(folder.path)
    }
}
