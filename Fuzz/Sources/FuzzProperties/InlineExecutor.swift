import Synchronization

/// Runs asynchronous work to its end on the thread that asks for it.
///
/// libFuzzer calls from a thread of its own and counts what that call covers; jumps to other threads would cost more than
/// the work itself and make runs differ.
final class InlineExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    /// Runs work and everything that it waits for.
    func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
        let result = Result<Value>()
        Task(executorPreference: self) {
            let value = await work()
            result.value.withLock { $0 = value }
        }
        while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
        guard let value = result.value.withLock({ $0 }) else {
            violation("the work waits for nothing outside itself")
        }
        return value
    }

    private final class Result<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }
}
