import Dispatch
import HTTPTypes
import RosterCore
import Synchronization

/// Runs the tasks of large requests on threads of their own, one fewer than there are processors.
///
/// To read a large body can take longer than everything that a small request needs. On the threads that all requests share, a few
/// clients with large bodies would hold up everybody else. Accounts take turns. A task that waits, such as for the store, uses no
/// thread.
final class LargeRequests: Sendable {
    /// Bodies that are larger in bytes, or that do not say how large they are, make a request a large one.
    static let threshold = 16 * 1_024

    private struct State {
        var turns = Turns<@Sendable () -> Void>()
        /// The queues that do nothing.
        var idle: [Int]
    }

    private let queues: [DispatchQueue]
    private let state: Mutex<State>

    init(threads: Int) {
        queues = (0..<max(1, threads)).map { DispatchQueue(label: "roster.large-requests.\($0)") }
        state = Mutex(State(idle: Array(queues.indices)))
    }

    /// Where the task of a request is to run: `nil` for one that is not large.
    func executor(for request: HTTPRequest, of principal: Principal) -> (any TaskExecutor)? {
        Self.isLarge(request) ? executor(for: principal.id) : nil
    }

    func executor(for account: String) -> any TaskExecutor { AccountExecutor(account: account, threads: self) }

    /// Whether the body of a request is large, or may be.
    static func isLarge(_ request: HTTPRequest) -> Bool {
        if let length = request.headerFields[.contentLength] { return (Int(length) ?? .max) > threshold }
        return [.post, .put, .patch].contains(request.method)
    }

    fileprivate func add(_ job: UnownedJob, for executor: AccountExecutor) {
        let woken = state.withLock { state in
            state.turns.add({ job.runSynchronously(on: executor.asUnownedTaskExecutor()) }, for: executor.account)
            return state.idle.popLast()
        }
        if let woken { queues[woken].async { self.drain(woken) } }
    }

    /// Runs jobs until none waits.
    private func drain(_ index: Int) {
        while let run = next(for: index) { run() }
    }

    private func next(for index: Int) -> (@Sendable () -> Void)? {
        state.withLock { state in
            let run = state.turns.next()
            if run == nil { state.idle.append(index) }
            return run
        }
    }
}

private final class AccountExecutor: TaskExecutor {
    let account: String
    private let threads: LargeRequests

    init(account: String, threads: LargeRequests) {
        self.account = account
        self.threads = threads
    }

    func enqueue(_ job: consuming ExecutorJob) {
        threads.add(UnownedJob(job), for: self)
    }
}
