import RosterHTTP
import Synchronization

/// Cancels the request in progress on a connection when its client has left, or when the server must stop.
///
/// Each connection has one; its requests come one after the other.
package final class ClientPresence: Sendable {
    /// The presence of the client whose connection the current task serves.
    @TaskLocal package static var current: ClientPresence?

    private struct State {
        var isOver = false
        var isReading = false
        var task: Task<Answer, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    /// Cancels the request in progress, and all that follow: the client has left, or the server must stop.
    package func end() {
        let task = state.withLock { state in
            state.isOver = true
            return state.isReading ? nil : state.task
        }
        task?.cancel()
    }

    /// Computes an answer in a task that ``end()`` cancels.
    func answer(by work: @escaping @Sendable () async -> Answer) async -> Answer {
        let task = Task.begun(work)
        note(task)
        defer { note(nil) }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Reads the body of the request; the task is not cancelled meanwhile.
    ///
    /// A client may close its half of the connection behind a request. Cancellation would then lose the part of the body that
    /// has arrived. A body that never arrives ends with the connection.
    func reading<Body>(_ read: () async throws -> Body) async rethrows -> Body {
        state.withLock { $0.isReading = true }
        defer {
            let task = state.withLock { state in
                state.isReading = false
                return state.isOver ? state.task : nil
            }
            task?.cancel()
        }
        return try await read()
    }

    private func note(_ task: Task<Answer, Never>?) {
        let isInVain = state.withLock { state in
            state.task = task
            return state.isOver && !state.isReading
        }
        if isInVain { task?.cancel() }
    }
}

extension Task where Failure == Never {
    /// A task that starts at once on the thread of the caller, so that work which never waits needs no other thread.
    fileprivate static func begun(_ work: @escaping @Sendable () async -> Success) -> Task {
        if #available(macOS 26, *) { .immediate(operation: work) } else { Task(operation: work) }
    }
}
