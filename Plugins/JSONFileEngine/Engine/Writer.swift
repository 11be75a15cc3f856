import Logging
import RosterCore
import SCIM

/// The one place where changes are made: holds them against the state, writes them down, waits for the disk.
package struct Writer {
    /// What a request comes to.
    package typealias Answer = Result<CommitResult, any Error>

    /// Why the store has stopped, if it has.
    package private(set) var failure: JSONFileStoreError?
    /// Why the last changes could not be written, if that was for want of room; that a seal still fits says nothing.
    private(set) var shortage: FileSystemError?
    /// The state behind the last line that was written.
    package private(set) var state: StoreState
    /// The journal.
    package var journal: Journal
    /// The number of the last line that changes something, or of the snapshot that the start began with.
    package private(set) var lastChange: Int
    /// The bytes of the journal that no snapshot takes account of, and of the last snapshot.
    var journalBytes: Int
    var snapshotBytes: Int
    /// The numbers of the snapshots that have to be there, the oldest first.
    package var snapshots: [Int]
    /// Whether a snapshot is being made.
    var isCompacting = false
    /// The bytes of the journal before which no snapshot is tried again, and of the segment before which no other is.
    var compactionFloor = 0
    var segmentFloor = 0
    private(set) var isClosed = false
    private let lock: FolderLock
    private var manifest: (file: FileDescriptor, length: Int)
    private let places: TypePlaces
    package let options: StoreOptions
    /// Whether the folder was empty before the store was opened.
    let isNew: Bool
    /// Tells waits for the disk from work.
    let clock: WriterClock

    /// Goes on where a recovery ended.
    package init(_ recovered: Recovery.Result, lock: FolderLock, options: StoreOptions, isNew: Bool) {
        self.isNew = isNew
        state = recovered.state
        journal = recovered.journal
        lastChange = recovered.lastChange
        journalBytes = recovered.journalBytes
        snapshotBytes = recovered.snapshotBytes
        snapshots = recovered.snapshots
        manifest = recovered.manifest
        self.lock = lock
        self.options = options
        clock = WriterClock(options.stopwatch)
        places = TypePlaces(recovered.journal.layouts)
    }

    /// The time, no finer than it is written.
    var now: DateTime { DateTime(millisecondsSinceEpoch: options.clock().millisecondsSinceEpoch) }

    /// Carries requests out, as many as one wait for the disk is good for, and waits.
    ///
    /// - Returns: The answers to the first requests, at least one if there was one; and what was carried out.
    package mutating func commit(_ requests: ArraySlice<Submission>) -> (answers: [Answer], transactions: [Transaction])
    {
        if let refusal { return (requests.map { _ in .failure(refusal) }, []) }
        var lines = journal.lines()
        var next = state
        var answers: [Answer] = []
        var prepared: [Prepared] = []
        let now = now
        for request in requests where lines.bytes.count < StoreLimits.batchBytes {
            answers.append(Result { try prepare(request, &lines, &next, now, &prepared) })
        }
        guard !lines.bytes.isEmpty else { return (answers, []) }
        do {
            clock.beginDiskCall()
            defer { clock.endDiskCall() }
            try lock.check()
            try journal.folder.checkManifest(manifest.file, length: manifest.length)
            try journal.write(lines)
            if case .always = options.synchronization { try journal.synchronize() }
            shortage = nil
            lastChange = prepared.last?.position ?? lastChange
            journalBytes += lines.bytes.count
            let batch = TransactionBatch(before: state, prepared.map(\.operations))
            state = next
            return (answers, prepared.enumerated().map { $1.transaction(at: now, in: batch, place: $0) })
        } catch {
            // Whoever was refused may have been refused for a change that has just been lost: nobody gets an answer.
            let refusal = takeBack(after: error)
            return (answers.map { _ in .failure(refusal) }, [])
        }
    }

    /// A transaction that is about to be written.
    private struct Prepared {
        package let position: Int
        package let provenance: Provenance?
        let byteCount: Int
        let operations: [Operation]

        package func transaction(at time: DateTime, in batch: TransactionBatch, place: Int) -> Transaction {
            Transaction(
                position: position, time: time, provenance: provenance, byteCount: byteCount, operations: operations,
                in: batch, at: place)
        }
    }

    private func prepare(
        _ submission: Submission, _ lines: inout Journal.Lines, _ next: inout StoreState, _ now: DateTime,
        _ prepared: inout [Prepared]
    ) throws -> CommitResult {
        let plan = try next.plan(
            submission.request, at: now, requiringMembers: options.requiresMembers, makeID: options.makeID)
        if !plan.operations.isEmpty {
            let start = lines.bytes.count
            do {
                try journal.add(
                    plan.operations, at: now, from: submission.provenance, to: &lines, places: places)
            } catch let problem as LineProblem {
                throw SCIMError(.internalError, "the store cannot keep this: \(problem.reason)")
            }
            for operation in plan.operations { _ = next.apply(operation) }
            prepared.append(
                Prepared(
                    position: lines.position.number, provenance: submission.provenance,
                    byteCount: lines.bytes.count - start, operations: plan.operations))
        }
        return CommitResult(stored: plan.key.flatMap { next.stored($0) }, repairs: plan.repairs)
    }

    /// Makes good for a write that failed, or stops the store.
    private mutating func takeBack(after error: any Error) -> SCIMError {
        guard let lack = error as? FileSystemError, lack.isLackOfSpace, lack.call == "write" else { return stop(error) }
        clock.beginDiskCall()
        defer { clock.endDiskCall() }
        do {
            try journal.takeBack()
        } catch {
            return stop(error)
        }
        shortage = lack
        return SCIMError(.unavailable, "there is no space left for this change; try again later")
    }
}

extension Writer {
    /// Why no request is carried out any more.
    private var refusal: SCIMError? {
        if failure != nil { return Self.stopped }
        return isClosed ? SCIMError(.unavailable, "the store is closed") : nil
    }

    private static let stopped = SCIMError(.unavailable, "the store has stopped, and the server is about to end")
    private static let unknown = SCIMError(
        .internalError, "the store has stopped; whether this change was made, the next start finds out on the disk")

    /// Stops the store: nobody knows what is on the disk now, and only a new start can find out.
    ///
    /// - Returns: The answer to changes that the disk may have.
    @discardableResult
    mutating func stop(_ error: any Error) -> SCIMError {
        if failure == nil {
            failure =
                (error as? FileSystemError).map { JSONFileStoreError(stopping: $0) }
                ?? error as? JSONFileStoreError
                ?? JSONFileStoreError(.inputOutput, "the store has stopped: \(error)\(JSONFileStoreError.restart)")
        }
        return Self.unknown
    }

    /// Waits until everything that was answered is on the disk.
    mutating func synchronize() {
        guard failure == nil, !isClosed, journal.isAhead else { return }
        clock.beginDiskCall()
        defer { clock.endDiskCall() }
        do { try journal.synchronize() } catch { stop(error) }
    }

    /// Says in the journal that everything is on the disk.
    mutating func seal() {
        guard failure == nil, !isClosed else { return }
        do {
            clock.beginDiskCall()
            defer { clock.endDiskCall() }
            try journal.seal(at: now)
        } catch {
            _ = takeBack(after: error)
        }
    }

    /// Ends the use of the folder; the journal is sealed unless the store has stopped.
    package mutating func close() {
        seal()
        release()
    }

    /// Closes the files.
    mutating func release() {
        guard !isClosed else { return }
        isClosed = true
        journal.close()
        journal.folder.disk.close(manifest.file)
        journal.folder.disk.close(lock.file)
    }

    /// Makes the file anew that says which store it is, in the place of one that is broken.
    mutating func renewManifest() throws {
        let folder = journal.folder
        _ = try? folder.keepCopy(of: FileName.manifest)
        try folder.make(FileName.manifest, Manifest(store: journal.store).bytes)
        let renewed = try folder.openManifest()
        folder.disk.close(manifest.file)
        manifest = renewed
    }
}
