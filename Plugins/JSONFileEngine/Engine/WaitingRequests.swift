import RosterCore
import SCIM

/// Requests on their way to the writer, and who waits for them.
struct WaitingRequests {
    /// Who waits for the answer to a request.
    typealias Waiter = CheckedContinuation<CommitResult, any Error>

    /// What becomes of a request that has just come.
    enum Reception {
        /// It is the first one, so the writer has to be called.
        case first
        /// It waits behind others.
        case queued
        /// There are too many.
        case refused(SCIMError)
        /// Those before it have waited for too long.
        case delayed(WriterDelay)
    }

    private(set) var requests: [Submission] = []
    private(set) var waiters: [Waiter] = []
    private var arrivals: [WriterClock.Reading] = []
    /// Since when the oldest of the requests that the writer has taken waits.
    private var inHandSince: WriterClock.Reading?
    private(set) var isBeingServed = false
    /// Why requests have waited for too long, if the writer has not taken any since.
    private var lostPatience: WriterDelay?
    /// Whether somebody will look how long the requests have waited.
    var isWatched = false
    /// Whether somebody will wait for the disk.
    var isWaitScheduled = false

    /// Takes a request in, or refuses it.
    mutating func receive(_ request: Submission, _ waiter: Waiter, at now: WriterClock.Reading) -> Reception {
        guard requests.count < StoreLimits.waitingRequests else {
            return .refused(SCIMError(.unavailable, "too many changes are waiting; try again later"))
        }
        if let delay = delay(at: now) { return .delayed(delay) }
        requests.append(request)
        waiters.append(waiter)
        arrivals.append(now)
        defer { isBeingServed = true }
        return isBeingServed ? .queued : .first
    }

    /// Why the writer has kept requests waiting for too long; `nil` if it has not.
    func delay(at now: WriterClock.Reading) -> WriterDelay? {
        if let lostPatience { return lostPatience }
        guard let inHandSince, now.time - inHandSince.time > StoreLimits.wait else { return nil }
        return now.cause(since: inHandSince)
    }

    /// Hands over as many requests as make a batch; there may be none, and then nobody serves any more.
    ///
    /// The others can still lose their patience.
    mutating func take() -> (requests: ArraySlice<Submission>, waiters: ArraySlice<Waiter>) {
        let count = min(requests.count, StoreLimits.batchTransactions)
        let taken = (requests[..<count], waiters[..<count])
        inHandSince = arrivals.first
        lostPatience = nil
        isBeingServed = count > 0
        removeFirst(count)
        return taken
    }

    /// Takes those out who have waited for too long without having come to the writer.
    mutating func takeImpatient(at now: WriterClock.Reading) -> (waiters: [Waiter], delay: WriterDelay)? {
        let count = arrivals.prefix { now.time - $0.time > StoreLimits.wait }.count
        guard count > 0 else { return nil }
        let delay = now.cause(since: arrivals[0])
        lostPatience = delay
        defer { removeFirst(count) }
        return (Array(waiters.prefix(count)), delay)
    }

    private mutating func removeFirst(_ count: Int) {
        requests.removeFirst(count)
        waiters.removeFirst(count)
        arrivals.removeFirst(count)
    }
}
