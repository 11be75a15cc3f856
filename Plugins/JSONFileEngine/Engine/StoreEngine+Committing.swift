import Dispatch
import RosterCore
import SCIM
import Synchronization

extension StoreEngine {
    /// Commits a request: waits until the writer has carried it out and the disk has it.
    package func submit(_ request: WriteRequest) async throws -> CommitResult {
        let submission = Submission(request: request, provenance: Provenance.current)
        return try await withCheckedThrowingContinuation { waiter in
            let now = clock.read()
            switch waiting.withLock({ $0.receive(submission, waiter, at: now) }) {
            case .refused(let refusal):
                waiter.resume(throwing: refusal)
            case .delayed(let delay):
                report(delay: delay)
                waiter.resume(throwing: delay.refusal)
            case .first: queue.async { self.serve([], []) }
            case .queued: break
            }
            // Of a request that is the first one, too: the queue may be waiting for the disk for another reason, such as a seal.
            watchSoon()
        }
    }

    /// Carries requests out for as long as there are any; what comes meanwhile makes the next batch.
    ///
    /// Between two batches comes what else there is to do on the queue, such as waiting for the disk.
    private func serve(_ rest: ArraySlice<Submission>, _ waiters: ArraySlice<WaitingRequests.Waiter>) {
        if rest.isEmpty {
            let next = waiting.withLock { $0.take() }
            report(delay: nil)
            return next.requests.isEmpty ? sealSoon() : serve(next.requests, next.waiters)
        }
        let count = commit(rest, waiters)
        queue.async { self.serve(rest.dropFirst(count), waiters.dropFirst(count)) }
    }

    /// Has somebody look, in a while, whether requests wait for too long.
    private func watchSoon() {
        let isWatched = waiting.withLock { waiting in
            defer { waiting.isWatched = true }
            return waiting.isWatched
        }
        if isWatched { return }
        // Often enough that nobody waits for much longer than the limit.
        patienceQueue.asyncAfter(deadline: .now() + (StoreLimits.wait / 10).dispatchInterval) { [weak self] in
            guard let self else { return }
            waiting.withLock { $0.isWatched = false }
            refuseImpatient()
            if waiting.withLock({ $0.isBeingServed }) { watchSoon() }
        }
    }

    /// Refuses the requests that have waited for too long and not come to the writer, so that nothing has become of them.
    func refuseImpatient() {
        let now = clock.read()
        guard let impatient = waiting.withLock({ $0.takeImpatient(at: now) }) else { return }
        report(delay: impatient.delay)
        for waiter in impatient.waiters { waiter.resume(throwing: impatient.delay.refusal) }
    }

    /// Carries one batch out, publishes it and answers.
    ///
    /// - Returns: How many requests were answered.
    private func commit(
        _ requests: ArraySlice<Submission>,
        _ waiters: ArraySlice<WaitingRequests.Waiter>
    ) -> Int {
        let (answers, transactions, state, isAhead, failure, shortage) = writer.withLock { writer in
            let (answers, transactions) = writer.commit(requests)
            return (answers, transactions, writer.state, writer.journal.isAhead, writer.failure, writer.shortage)
        }
        report(failure)
        report(shortage)
        let old = publish(state)
        history.append(transactions, isAhead: isAhead)
        for (waiter, answer) in zip(waiters, answers) { waiter.resume(with: answer) }
        if isAhead { synchronizeSoon() }
        rotateIfDue()
        return withExtendedLifetime(old) { answers.count }
    }
}
