import NIOCore

/// Runs tasks on event loops: one that is resumed by an event loop goes on there.
///
/// A request then stays on the thread that read it, where Swift's own pool would hand it from thread to thread at every
/// step: on a small machine those hand-overs cost as much as the rest of the request. What takes long must not run here:
/// stores have threads of their own for that.
final class EventLoopExecutor: TaskExecutor {
    private let group: any EventLoopGroup

    init(_ group: any EventLoopGroup) {
        self.group = group
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // `any()` is the current event loop where there is one.
        group.any().execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
