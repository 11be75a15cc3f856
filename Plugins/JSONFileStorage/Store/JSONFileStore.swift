@_exported public import JSONFileEngine
public import Logging
import RosterCore
public import SCIM

/// Keeps resources in memory and in files of JSON lines that `jq` and `grep` can read.
///
/// Readers see an immutable state and wait neither for a disk nor for a writer. Changes are committed on one thread: each is
/// planned against the state, appended to the journal, and published and answered once it is on the disk; changes that come
/// while the disk is busy share the next wait. A store that cannot trust its disk any more refuses changes and ends ``run()``
/// with an error, so that the process stops.
public final class JSONFileStore: Sendable {
    /// When answered changes are on the disk.
    public typealias Synchronization = StoreSynchronization

    /// Commits changes and shows what was committed.
    let engine: StoreEngine
    /// Reads the files again, to find those that the disk has corrupted.
    let scrubber: Scrubber
    /// Makes backups.
    let backups: BackupScheduler

    private init(_ engine: StoreEngine) {
        self.engine = engine
        scrubber = Scrubber(engine)
        backups = BackupScheduler(engine)
        scrubber.start()
        backups.start()
    }

    /// Opens the store in a folder, which is made if it does not exist.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - types: The types of the resources that are kept.
    ///   - synchronization: When answered changes are on the disk.
    ///   - logger: Where to log what was repaired.
    /// - Throws: ``JSONFileStoreError`` if the folder is in use, cannot be used, or does not hold what was written to it.
    public static func open(
        path: String, types: [ResourceType], synchronization: Synchronization = .always, logger: Logger
    ) async throws -> JSONFileStore {
        var options = StoreOptions()
        options.synchronization = synchronization
        return try await open(path: path, types: types, options: options, logger: logger)
    }

    /// Opens the store in a folder, with other surroundings than the usual ones.
    package static func open(
        path: String, types: [ResourceType], options: StoreOptions, logger: Logger
    ) async throws -> JSONFileStore {
        let engine = try await StoreEngine.open(path: path, types: types, options: options, logger: logger)
        // A disk that is not mounted looks like a first start.
        if engine.isNew, let backups = try? Backups(options.backup.folder, on: options.disk).all(), !backups.isEmpty {
            logger.warning(
                "the data folder was empty, though there are backups: is it the right one? See: roster backup list",
                metadata: ["folder": "\(path)", "backups": "\(options.backup.folder)"])
        }
        return JSONFileStore(engine)
    }

    /// Why the store has stopped, if it has.
    public var failure: JSONFileStoreError? { engine.failure }

    /// Seals the journal and lets go of the folder; changes are refused from now on, and a backup that is being made is given up.
    public func close() async {
        engine.beginClosing()
        await scrubber.finish()
        await backups.idle()
        await engine.close()
    }

    /// Makes a snapshot now and waits for it.
    package func compact() async { await engine.compact() }

    /// Reads all files now and waits until corrupt ones are replaced.
    package func scrub() async { await scrubber.scrub() }

    /// Makes a backup now and waits for it.
    package func backUp() async { await backups.backUp() }
}
