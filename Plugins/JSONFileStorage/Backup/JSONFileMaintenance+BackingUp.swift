import JSONFileEngine
public import RosterCore
import SCIM

extension JSONFileMaintenance {
    /// Makes a backup: a folder that is itself one of a store, up to the last whole line of the journal.
    public func createBackup(in place: String?, _ progress: MaintenanceProgress) throws -> BackupReport {
        try createBackup(in: place, progress) { false }
    }

    /// Makes a backup, unless it is given up.
    ///
    /// - Throws: ``JSONFileStoreError``, or ``BackupMaker/Abandoned``.
    func createBackup(
        in place: String?, _ progress: MaintenanceProgress, isAbandoned: @escaping @Sendable () -> Bool
    ) throws -> BackupReport {
        let backups = place.map { Backups($0, on: folder.disk) } ?? backupFolder
        try requireOutside(backups.folder, isChosen: place != nil)
        _ = try listing()
        let now = options.clock()
        do {
            return try backups.exclusively(at: now, besides: folder) {
                let disk = AbandonableFileSystem(base: folder.disk, isAbandoned: isAbandoned)
                let maker = BackupMaker(
                    folder: StoreFolder(path: folder.path, disk: disk), layouts: layouts, backups: backups,
                    progress: progress, isAbandoned: isAbandoned)
                let (name, store) = try maker.make(at: now)
                let deleted = place == nil ? try deleteOldest(of: store, sparing: name) : []
                return BackupReport(
                    backup: try backups.describe(name, own: store), path: backups.folder.path(of: name.text),
                    deleted: deleted.map(\.text))
            }
        } catch let error as FileSystemError {
            throw JSONFileStoreError(backingUp: error, in: backups.folder.path)
        }
    }

    /// Makes sure that backups are not lost with the data.
    private func requireOutside(_ place: StoreFolder, isChosen: Bool) throws(JSONFileStoreError) {
        guard folder.holds(place.path) else { return }
        throw JSONFileStoreError(
            isChosen ? .usage : .configuration,
            "a backup in \(place.path) would lie in the data folder \(folder.path) and be lost with it; "
                + (isChosen ? "name another folder with --to" : "say 'backup: { folder: ... }' for another"))
    }

    private func deleteOldest(of store: String, sparing name: BackupName) throws -> [BackupName] {
        guard let count = options.backup.count else { return [] }
        do {
            return try backupFolder.deleteOldest(of: store, keeping: count, sparing: name)
        } catch let error as FileSystemError {
            throw JSONFileStoreError(
                .inputOutput, "the backup \(name.text) is complete, but an older one could not be deleted: \(error)")
        }
    }

    /// The backups in the folder of the configuration, of whatever store, each store by itself in the order of the numbers.
    public func backups() throws -> [BackupDescription] {
        do throws(FileSystemError) {
            let own = folder.identity
            var all: [BackupDescription] = []
            for name in try backupFolder.all() {
                do throws(FileSystemError) {
                    all.append(try backupFolder.describe(name, own: own))
                } catch {
                    // One that is being deleted is none any more; one that belongs to somebody else is one.
                    if error.isForbidden { throw error }
                }
            }
            let stores = all.map { $0.store ?? "" }
            return stores.indices.sorted { (stores[$0], $0) < (stores[$1], $1) }.map { all[$0] }
        } catch {
            throw JSONFileStoreError(looking: error)
        }
    }

    /// Reads every file of a backup and holds each against the others, and the end against the name.
    public func verifyBackup(_ name: String, _ progress: MaintenanceProgress) throws -> StoreInspection {
        let source = try backup(name)
        let backup = JSONFileMaintenance(
            path: source.folder.path, types: layouts.map(\.type), options: options, logger: logger)
        var inspection = try backup.inspect(isFinished: true, progress)
        if let wanted = source.backup?.position, inspection.position != wanted, inspection.findings.isEmpty {
            inspection.findings.append(
                StoreFinding(
                    file: name, reason: "it ends with n=\(inspection.position), and its name says n=\(wanted)"))
        }
        return inspection
    }

    /// The folder of the backups.
    var backupFolder: Backups { Backups(options.backup.folder, on: folder.disk) }

    /// A backup by its name in the folder of the configuration, or by its path, which may be a name as well.
    ///
    /// - Throws: ``JSONFileStoreError`` of kind `missing` if there is none.
    func backup(_ name: String) throws -> RestoreSource {
        let isPath = name.contains("/")
        let places = (isPath ? [] : [backupFolder.subfolder(name)]) + [StoreFolder(path: name, disk: folder.disk)]
        guard let found = places.first(where: { (try? StoreListing($0).isEmpty) == false }) else {
            let place = isPath ? "" : " in \(backupFolder.folder.path), and no folder of a store that is called so here"
            throw JSONFileStoreError(
                .missing, "there is no backup \(name.quotedForDisplay)\(place); see: roster backup list")
        }
        let last = name.split(separator: "/").last.map { String($0) }
        return RestoreSource(name: name, folder: found, backup: last.flatMap { BackupName($0) })
    }
}
