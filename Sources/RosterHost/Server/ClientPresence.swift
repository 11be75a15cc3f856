import RosterHTTP
import Synchronization

/// Whether the client of a connection still waits for the answer to its request; if not, the task that works on it is cancelled.
///
/// A connection has one; its requests come one after the other.
final class ClientPresence: Sendable {
    /// That of the connection whose requests the current task answers.
    @TaskLocal static var current: ClientPresence?

    private struct State {
        var isOver = false
        var isReading = false
        var task: Task<Answer, Never>?
    }

    private let state = Mutex(State())

    /// Gives up what is under way: the client has left, or the server has no more time.
    func end() {
        let task = state.withLock { state in
            state.isOver = true
            return state.isReading ? nil : state.task
        }
        task?.cancel()
    }

    /// Works out an answer in a task that is cancelled when nobody waits for it any more.
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

    /// Reads the body of the request, during which nothing is cancelled.
    ///
    /// A client may close its half of the connection behind a request. To cancel then would lose what has arrived already; a
    /// body that does not arrive ends with the connection.
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
    /// A task that begins at once, on the thread of the caller, so that what never waits costs no change of threads.
    fileprivate static func begun(_ work: @escaping @Sendable () async -> Success) -> Task {
        if #available(macOS 26, *) { .immediate(operation: work) } else { Task(operation: work) }
    }
}
