import Synchronization

/// A result that a task awaits while other threads compute it; the first outcome counts.
final class Awaited<Value: Sendable>: Sendable {
    private enum State {
        case early
        case waiting(CheckedContinuation<Value, any Error>)
        /// The outcome came before the task began to wait.
        case lost(Result<Value, any Error>)
        case over
    }

    private let state = Mutex(State.early)

    /// Whether the task has its outcome, so that the rest of the work is useless.
    var isOver: Bool {
        state.withLock { state in
            switch state {
            case .early, .waiting: false
            case .lost, .over: true
            }
        }
    }

    /// Starts the work and waits for its outcome.
    ///
    /// - Throws: The error given to ``end(_:)``; `CancellationError` as soon as the task is cancelled.
    func value(of begin: () -> Void) async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome = state.withLock { state -> Result<Value, any Error>? in
                    if case .lost(let outcome) = state {
                        state = .over
                        return outcome
                    }
                    state = .waiting(continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) } else { begin() }
            }
        } onCancel: {
            end(.failure(CancellationError()))
        }
    }

    /// Sets the outcome, unless there is one.
    package func end(_ outcome: Result<Value, any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            switch state {
            case .early:
                state = .lost(outcome)
                return nil
            case .waiting(let continuation):
                state = .over
                return continuation
            case .lost, .over: return nil
            }
        }
        waiter?.resume(with: outcome)
    }
}
