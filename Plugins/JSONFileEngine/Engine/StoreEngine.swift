package import Dispatch
package import Logging
import RosterCore
package import SCIM
package import Synchronization

/// Commits changes and shows what was committed: the journal, the state in memory, and the thread between them.
///
/// One thread commits. It plans a batch of changes against the state, appends it to the journal, waits for the disk, publishes
/// the new state and answers. Readers take the published state, and wait for nobody. What else looks after the files uses
/// an engine; it knows none of them.
package final class StoreEngine: Sendable {
    private let published: Mutex<StoreState>
    let waiting = Mutex(WaitingRequests())
    package let writer: Mutex<Writer>
    private let closing = Mutex(false)
    private let stopped = Mutex<JSONFileStoreError?>(nil)
    /// Whether the last changes found room, as far as the log tells.
    let hasRoom = Mutex(true)
    /// Why changes wait for too long, as far as the log tells.
    let delay = Mutex<WriterDelay?>(nil)
    /// What waits are measured by.
    let clock: WriterClock
    package let options: StoreOptions
    package let logger: Logger
    /// The thread of the writer.
    package let queue: DispatchQueue
    /// The thread that looks after those who wait while the writer's waits for the disk.
    let patienceQueue = DispatchQueue(label: "roster.store.patience")
    /// The threads that search, and that compute large changes.
    package let scanner = Scanner(threads: Processors.count)
    /// The changes, for those who follow them.
    package let history: ChangeHistory
    /// Makes snapshots of what was committed.
    package let snapshots = SnapshotMaker()
    /// The failure that stopped the store, once there is one.
    package let failures: AsyncStream<JSONFileStoreError>
    private let failureContinuation: AsyncStream<JSONFileStoreError>.Continuation

    /// Whether the folder was empty before the store was opened.
    package let isNew: Bool

    private init(_ writer: Writer, queue: DispatchQueue, logger: Logger) {
        isNew = writer.isNew
        let journal = writer.journal
        published = Mutex(writer.state)
        history = ChangeHistory(
            after: journal.position.number,
            reader: HistoryReader(folder: journal.folder, store: journal.store, layouts: journal.layouts))
        options = writer.options
        clock = writer.clock
        self.writer = Mutex(writer)
        self.queue = queue
        self.logger = logger
        (failures, failureContinuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    deinit {
        writer.withLock { $0.release() }
    }

    /// Opens the store in a folder.
    ///
    /// - Throws: ``JSONFileStoreError``, whatever happens.
    package static func open(
        path: String, types: [ResourceType], options: StoreOptions, logger: Logger
    ) async throws -> StoreEngine {
        let queue = DispatchQueue(label: "roster.store.writer")
        let writer = try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result { try Writer(opening: path, types: types, options: options, logger: logger) })
            }
        }
        return StoreEngine(writer, queue: queue, logger: logger)
    }

    /// What readers are shown.
    package var state: StoreState { published.withLock { $0 } }

    /// Shows a new state to readers.
    ///
    /// - Returns: The old one; taking it apart must not hold up readers.
    func publish(_ state: StoreState) -> StoreState {
        published.withLock { published in
            defer { published = state }
            return published
        }
    }

    /// Why the store has stopped, if it has.
    package var failure: JSONFileStoreError? { stopped.withLock { $0 } }

    /// Lets the process know that the store has stopped.
    func report(_ failure: JSONFileStoreError?) {
        guard let failure else { return }
        stopped.withLock { $0 = failure }
        failureContinuation.yield(failure)
    }

    /// Whether the store is about to be closed, so that nothing long should be begun or gone on with.
    package var isClosing: Bool { closing.withLock { $0 } }

    /// Says that the store is about to be closed.
    package func beginClosing() { closing.withLock { $0 = true } }

    /// Seals the journal and lets go of the folder; changes are refused from now on.
    package func close() async {
        beginClosing()
        // What is under way may still begin a snapshot; what comes later may not.
        await queue.run {}
        await snapshots.idle()
        await queue.run { self.writer.withLock { $0.close() } }
        failureContinuation.finish()
    }
}
