import Dispatch
public import Logging
public import RosterCore
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

    private struct Waiting {
        var requests: [WriteRequest] = []
        var continuations: [CheckedContinuation<StoredResource?, any Error>] = []
        var isBeingServed = false
        var isWaitScheduled = false
    }

    private let published: Mutex<StoreState>
    private let waiting = Mutex(Waiting())
    private let writer: Mutex<Writer>
    private let isClosing = Mutex(false)
    private let options: StoreOptions
    private let logger: Logger
    /// The thread of the writer, and the one that makes snapshots.
    private let queue: DispatchQueue
    private let compactionQueue = DispatchQueue(label: "roster.store.compaction")
    let failures: AsyncStream<JSONFileStoreError>
    private let failureContinuation: AsyncStream<JSONFileStoreError>.Continuation

    private init(_ writer: Writer, queue: DispatchQueue, logger: Logger) {
        published = Mutex(writer.state)
        options = writer.options
        self.writer = Mutex(writer)
        self.queue = queue
        self.logger = logger
        (failures, failureContinuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
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
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        let writer = try Writer(opening: path, types: types, options: options, logger: logger)
                        return JSONFileStore(writer, queue: queue, logger: logger)
                    })
            }
        }
    }

    /// Why the store has stopped, if it has.
    public var failure: JSONFileStoreError? { writer.withLock(\.failure) }

    /// What is on the disk at this moment.
    var state: StoreState { published.withLock { $0 } }
}

extension JSONFileStore {
    /// Has the writer carry out a request and waits until it is on the disk.
    func submit(_ request: WriteRequest) async throws -> StoredResource? {
        try await withCheckedThrowingContinuation { continuation in
            let (isRefused, isFirst) = waiting.withLock { waiting in
                guard waiting.requests.count < StoreLimits.waitingRequests else { return (true, false) }
                waiting.requests.append(request)
                waiting.continuations.append(continuation)
                defer { waiting.isBeingServed = true }
                return (false, !waiting.isBeingServed)
            }
            if isRefused {
                continuation.resume(throwing: SCIMError(.unavailable, "too many changes are waiting for the disk"))
            } else if isFirst {
                queue.async { self.serve() }
            }
        }
    }

    /// Carries requests out for as long as there are any; what comes meanwhile makes the next batch.
    private func serve() {
        while true {
            let next = waiting.withLock { waiting -> Waiting? in
                guard !waiting.requests.isEmpty else {
                    waiting.isBeingServed = false
                    return nil
                }
                let all = waiting
                waiting.requests = []
                waiting.continuations = []
                return all
            }
            guard let next else { break }
            var start = 0
            while start < next.requests.count {
                let end = min(start + StoreLimits.batchTransactions, next.requests.count)
                start += commit(next.requests[start..<end], next.continuations[start...])
            }
        }
        sealSoon()
    }

    /// Carries one batch out, publishes it and answers.
    ///
    /// - Returns: How many requests were answered.
    private func commit(
        _ requests: ArraySlice<WriteRequest>,
        _ continuations: ArraySlice<CheckedContinuation<StoredResource?, any Error>>
    ) -> Int {
        let (answers, state, isAhead) = writer.withLock { writer in
            let answers = writer.commit(requests)
            return (answers, writer.state, writer.journal.isAhead)
        }
        // Publishing gives the old state back; taking it apart must not hold up readers.
        let old = published.withLock { published in
            defer { published = state }
            return published
        }
        for (continuation, answer) in zip(continuations, answers) { continuation.resume(with: answer) }
        if isAhead { synchronizeSoon() }
        tidy()
        return withExtendedLifetime(old) { answers.count }
    }

    /// Reports a failure, and begins segments and snapshots where they are due.
    private func tidy(force: Bool = false) {
        do {
            let (failure, compaction) = try writer.withLock { writer in
                let compaction = try writer.rotate(force: force)
                return (writer.failure, compaction)
            }
            if let failure { failureContinuation.yield(failure) }
            if let compaction { compactionQueue.async { self.carryOut(compaction) } }
        } catch {
            logger.warning("there is no room for a new file of the journal", metadata: ["error": "\(error)"])
        }
    }

    private func carryOut(_ compaction: Compaction) {
        let result = Result { try compaction.run { isClosing.withLock { $0 } } }
        do {
            let failure = try writer.withLock { writer in
                try writer.end(compaction, result)
                return writer.failure
            }
            if let failure { failureContinuation.yield(failure) }
        } catch {
            logger.warning("there is no room for a snapshot", metadata: ["error": "\(error)"])
        }
    }

    /// Waits for the disk as late as the configuration allows, once for everything that is written until then.
    private func synchronizeSoon() {
        guard case .every(let interval) = options.synchronization else { return }
        let isScheduled = waiting.withLock { waiting in
            defer { waiting.isWaitScheduled = true }
            return waiting.isWaitScheduled
        }
        if isScheduled { return }
        queue.asyncAfter(deadline: .now() + interval.dispatchInterval) {
            self.waiting.withLock { $0.isWaitScheduled = false }
            self.writer.withLock { $0.synchronize() }
            self.tidy()
        }
    }

    /// Seals the journal if no change comes for a while, so that damage can be told from a write that was cut short.
    private func sealSoon() {
        guard let delay = options.sealDelay else { return }
        let number = writer.withLock { $0.journal.isSealed ? nil : $0.journal.position.number }
        guard let number else { return }
        queue.asyncAfter(deadline: .now() + delay.dispatchInterval) {
            self.writer.withLock { writer in
                if writer.journal.position.number == number { writer.seal() }
            }
            self.tidy()
        }
    }

    /// Makes a snapshot now and waits for it.
    package func compact() async {
        await on(queue) { self.tidy(force: true) }
        await on(compactionQueue) {}
    }

    /// Seals the journal and lets go of the folder; changes are refused from now on.
    public func close() async {
        isClosing.withLock { $0 = true }
        await on(compactionQueue) {}
        await on(queue) { self.writer.withLock { $0.close() } }
        failureContinuation.finish()
    }

    private func on(_ queue: DispatchQueue, _ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            queue.async {
                body()
                continuation.resume()
            }
        }
    }
}

extension Duration {
    fileprivate var dispatchInterval: DispatchTimeInterval {
        .nanoseconds(Int(clamping: components.seconds) * 1_000_000_000 + Int(components.attoseconds / 1_000_000_000))
    }
}
