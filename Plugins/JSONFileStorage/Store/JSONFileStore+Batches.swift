import Dispatch
import RosterCore
import SCIM
import Synchronization

extension JSONFileStore {
    /// Has the writer carry out a request and waits until it is on the disk.
    func submit(_ request: WriteRequest) async throws -> WriteOutcome {
        let submission = Submission(request: request, provenance: Provenance.current)
        return try await withCheckedThrowingContinuation { continuation in
            let (isRefused, isFirst) = waiting.withLock { waiting in
                guard waiting.requests.count < StoreLimits.waitingRequests else { return (true, false) }
                waiting.requests.append(submission)
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
        _ requests: ArraySlice<Submission>,
        _ continuations: ArraySlice<CheckedContinuation<WriteOutcome, any Error>>
    ) -> Int {
        let (answers, transactions, state, isAhead, failure) = writer.withLock { writer in
            let (answers, transactions) = writer.commit(requests)
            return (answers, transactions, writer.state, writer.journal.isAhead, writer.failure)
        }
        report(failure)
        // Publishing gives the old state back; taking it apart must not hold up readers.
        let old = published.withLock { published in
            defer { published = state }
            return published
        }
        for waiter in recent.withLock({ $0.append(transactions, isAhead: isAhead) }) { waiter.resume() }
        for (continuation, answer) in zip(continuations, answers) { continuation.resume(with: answer) }
        if isAhead { synchronizeSoon() }
        tidy()
        return withExtendedLifetime(old) { answers.count }
    }
}
