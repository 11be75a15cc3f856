import Dispatch
import Testing

/// Has each test run on a thread of its own, where it may wait for processes, pipes and sockets.
///
/// On one of the few threads that Swift runs all tests on it would hold up the others.
struct OwnThread: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    /// Whether this is the thread of a test that has one.
    static var isCurrent: Bool { DispatchQueue.getSpecific(key: Executor.mark) != nil }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(Executor()) { try await function() }
    }

    private final class Executor: TaskExecutor {
        static let mark = DispatchSpecificKey<Void>()
        private let queue = DispatchQueue(label: "roster.test")

        init() {
            queue.setSpecific(key: Self.mark, value: ())
        }

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
        }
    }
}

extension Trait where Self == OwnThread {
    /// For tests that block.
    static var onThreadOfItsOwn: Self { OwnThread() }
}
