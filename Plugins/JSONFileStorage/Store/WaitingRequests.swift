import RosterCore
import SCIM

/// Requests on their way to the writer, and who waits for them.
struct WaitingRequests {
    /// Who waits for the answer to a request.
    typealias Waiter = CheckedContinuation<WriteOutcome, any Error>

    /// What becomes of a request that has just come.
    enum Reception {
        /// It is the first one, so the writer has to be called.
        case first
        /// It waits behind others.
        case queued
        /// There are too many, or the disk has been busy for too long.
        case refused(SCIMError)
    }

    private(set) var requests: [Submission] = []
    private(set) var waiters: [Waiter] = []
    private var arrivals: [ContinuousClock.Instant] = []
    /// Since when the oldest of the requests that the writer has taken waits.
    private var inHandSince: ContinuousClock.Instant?
    private(set) var isBeingServed = false
    /// Whether requests have waited for too long and the writer has not taken any since.
    private var hasLostPatience = false
    /// Whether somebody will look how long the requests have waited.
    var isWatched = false
    /// Whether somebody will wait for the disk.
    var isWaitScheduled = false

    /// Takes a request in, or refuses it.
    mutating func receive(_ request: Submission, _ waiter: Waiter, at now: ContinuousClock.Instant) -> Reception {
        guard requests.count < StoreLimits.waitingRequests else {
            return .refused(SCIMError(.unavailable, "too many changes are waiting for the disk"))
        }
        if isOverdue(at: now) { return .refused(Self.slowDisk) }
        requests.append(request)
        waiters.append(waiter)
        arrivals.append(now)
        defer { isBeingServed = true }
        return isBeingServed ? .queued : .first
    }

    /// Whether the writer has been waiting for the disk for too long.
    func isOverdue(at now: ContinuousClock.Instant) -> Bool {
        hasLostPatience || inHandSince.map { now - $0 > StoreLimits.wait } ?? false
    }

    /// Hands over as many requests as make a batch; there may be none, and then nobody serves any more.
    ///
    /// The others can still lose their patience.
    mutating func take() -> (requests: ArraySlice<Submission>, waiters: ArraySlice<Waiter>) {
        let count = min(requests.count, StoreLimits.batchTransactions)
        let taken = (requests[..<count], waiters[..<count])
        inHandSince = arrivals.first
        hasLostPatience = false
        isBeingServed = count > 0
        removeFirst(count)
        return taken
    }

    /// Takes those out who have waited for too long without having come to the writer.
    mutating func takeImpatient(at now: ContinuousClock.Instant) -> [Waiter] {
        let count = arrivals.prefix { now - $0 > StoreLimits.wait }.count
        defer { removeFirst(count) }
        if count > 0 { hasLostPatience = true }
        return Array(waiters.prefix(count))
    }

    private mutating func removeFirst(_ count: Int) {
        requests.removeFirst(count)
        waiters.removeFirst(count)
        arrivals.removeFirst(count)
    }

    /// What those are told who would wait for too long.
    static let slowDisk = SCIMError(.unavailable, "the disk has been busy for too long; try again later")
}
