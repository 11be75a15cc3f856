import Dispatch
import RosterCore
import SCIM
package import Synchronization

/// Runs searches and large changes on threads of its own, one for each processor.
///
/// Accounts take turns, so an account that asks for much leaves every other its share.
package final class Scanner: Sendable {
    /// How many resources and members are looked at in one go.
    static let piece = 4_096
    /// How many comparisons are made on the thread of the request; more go to the threads of the scanner.
    static let comparisonsInPlace = 1_024

    /// The jobs that wait and the threads that do not work.
    package struct State {
        var turns = Turns<Job>()
        /// The queues that do nothing.
        package var idle: [Int]
    }

    private let queues: [DispatchQueue]
    private let deadlines = DispatchQueue(label: "roster.store.scan.deadlines")
    package let state: Mutex<State>
    /// How long a task may wait for its work, turns of others included.
    private let patience: Duration
    /// The processor time in nanoseconds after which a job that can be divided lets others have their turn.
    let slice: Int

    /// Makes the threads.
    init(threads: Int, patience: Duration = StoreLimits.scanWait, slice: Int = 10_000_000) {
        queues = (0..<max(1, threads)).map { DispatchQueue(label: "roster.store.scan.\($0)") }
        state = Mutex(State(idle: Array(queues.indices)))
        self.patience = patience
        self.slice = slice
    }

    /// Runs work that cannot be divided, when the account of the task has its turn.
    ///
    /// - Throws: What the work throws; `CancellationError` if the task is cancelled first,
    ///   ``SCIM/SCIMError/Code/unavailable`` if it is not done in time.
    func perform<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let awaited = Awaited<Value>()
        return try await value(of: awaited) {
            [
                Job(account: Self.account) {
                    if !awaited.isOver { awaited.end(Result { try work() }) }
                    return nil
                }
            ]
        }
    }

    /// The account of the current task.
    static var account: String { WorkBudget.current?.account ?? Provenance.current?.actor ?? "" }

    /// Adds jobs and waits for their outcome.
    func value<Value: Sendable>(of awaited: Awaited<Value>, _ jobs: () -> [Job]) async throws -> Value {
        try await awaited.value {
            deadlines.asyncAfter(deadline: .now() + patience.dispatchInterval) { [weak awaited] in
                awaited?.end(
                    .failure(SCIMError(.unavailable, "too much other work is waiting; try again later")))
            }
            add(jobs())
        }
    }

    private func add(_ jobs: [Job]) {
        let woken = state.withLock { state in
            for job in jobs { state.turns.add(job, for: job.account) }
            let count = min(jobs.count, state.idle.count)
            defer { state.idle.removeLast(count) }
            return state.idle.suffix(count)
        }
        for index in woken { queues[index].async { self.drain(index) } }
    }

    /// Runs jobs until none waits.
    private func drain(_ index: Int) {
        while let job = next(for: index) {
            if let rest = job.work() { state.withLock { $0.turns.add(rest, for: rest.account) } }
        }
    }

    private func next(for index: Int) -> Job? {
        state.withLock { state in
            let job = state.turns.next()
            if job == nil { state.idle.append(index) }
            return job
        }
    }
}
