import Synchronization

/// What a task waits for while other threads work on it, until it is there or the task is told otherwise: whatever comes first.
final class Awaited<Value: Sendable>: Sendable {
    private enum State {
        case early
        case waiting(CheckedContinuation<Value, any Error>)
        /// The outcome came before anybody waited.
        case lost(Result<Value, any Error>)
        case over
    }

    private let state = Mutex(State.early)

    /// Whether nobody waits any more, so that what is left of the work is in vain.
    var isOver: Bool {
        state.withLock { state in
            switch state {
            case .early, .waiting: false
            case .lost, .over: true
            }
        }
    }

    /// Has work begun by others, and waits for its outcome.
    ///
    /// - Throws: What ``end(_:)`` is given; `CancellationError` as soon as the task is cancelled.
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

    /// Tells the outcome; nobody hears a second one.
    func end(_ outcome: Result<Value, any Error>) {
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
