import Dispatch
public import Logging
import RosterCore
public import SCIM
import Synchronization

/// Keeps resources in memory and in files of JSON lines that `jq` and `grep` can read.
///
/// Readers see an immutable state and wait neither for a disk nor for a writer. Changes are made on one thread of their
/// own: each is held against the state, written to the journal, and published and answered once it is on the disk;
/// changes that come while the disk is busy share the next wait. A store that cannot trust its disk any more refuses
/// changes and ends ``run()`` with an error, so that the process stops.
public final class JSONFileStore: Sendable {
    /// When answered changes are on the disk.
    public enum Synchronization: Sendable, Hashable {
        /// Before they are answered: nothing that was answered is ever lost.
        case always
        /// At most this long after they are answered: a power failure may take what was answered since.
        case every(Duration)
    }

    let published: Mutex<StoreState>
    let waiting = Mutex(WaitingRequests())
    let writer: Mutex<Writer>
    let isClosing = Mutex(false)
    let stopped = Mutex<JSONFileStoreError?>(nil)
    /// Whether the last changes found room, as far as the log tells.
    let hasRoom = Mutex(true)
    /// Why changes wait for too long, as far as the log tells.
    let delay = Mutex<WriterDelay?>(nil)
    /// What waits are measured by.
    let clock: WriterClock
    let options: StoreOptions
    let logger: Logger
    /// The thread of the writer, and the one that makes snapshots.
    let queue: DispatchQueue
    let compactionQueue = DispatchQueue(label: "roster.store.compaction")
    /// The threads that look at everything.
    let scanner = Scanner(threads: Processors.count)
    /// The thread that reads the files again; the semaphore wakes it when the store is being closed.
    let scrubQueue = DispatchQueue(label: "roster.store.scrub", qos: .background)
    let closing = DispatchSemaphore(value: 0)
    /// Whether the last backup that was due could not be made.
    let lacksBackup = Mutex(false)
    /// The thread that makes backups.
    let backupQueue = DispatchQueue(label: "roster.store.backup", qos: .background)
    /// Files that are broken, for which no snapshot has made good yet.
    let spoilt = Mutex<Set<String>>([])
    /// The latest changes, and the thread that reads earlier ones.
    let recent: Mutex<RecentHistory>
    let historyQueue = DispatchQueue(label: "roster.store.history")
    /// The thread that looks after those who wait while the writer's waits for the disk.
    let patienceQueue = DispatchQueue(label: "roster.store.patience")
    /// The changes before those, as far as somebody reads them.
    let earlier = Mutex(EarlierHistory())
    /// The failure that stopped the store, once there is one.
    let failures: AsyncStream<JSONFileStoreError>
    let failureContinuation: AsyncStream<JSONFileStoreError>.Continuation

    private init(_ writer: Writer, queue: DispatchQueue, logger: Logger) {
        published = Mutex(writer.state)
        recent = Mutex(RecentHistory(after: writer.journal.position.number))
        options = writer.options
        clock = writer.clock
        self.writer = Mutex(writer)
        self.queue = queue
        self.logger = logger
        (failures, failureContinuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
        beginScrubbing()
        beginBackingUp()
    }

    deinit {
        writer.withLock { $0.letGo() }
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
        let queue = DispatchQueue(label: "roster.store.writer")
        let writer = try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result { try Writer(opening: path, types: types, options: options, logger: logger) })
            }
        }
        return JSONFileStore(writer, queue: queue, logger: logger)
    }

    /// Why the store has stopped, if it has.
    public var failure: JSONFileStoreError? { stopped.withLock { $0 } }

    /// What readers are shown.
    var state: StoreState { published.withLock { $0 } }
}

extension JSONFileStore {
    /// Makes a snapshot now and waits for it.
    package func compact() async {
        await on(queue) { self.tidy(force: true) }
        await on(compactionQueue) {}
    }

    /// Seals the journal and lets go of the folder; changes are refused from now on, and a backup that is being made is given up.
    public func close() async {
        isClosing.withLock { $0 = true }
        closing.signal()
        await on(scrubQueue) {}
        await on(backupQueue) {}
        // What is under way may still begin a snapshot; what comes later may not.
        await on(queue) {}
        await on(compactionQueue) {}
        await on(queue) { self.writer.withLock { $0.close() } }
        failureContinuation.finish()
    }

    func on(_ queue: DispatchQueue, _ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            queue.async {
                body()
                continuation.resume()
            }
        }
    }
}
