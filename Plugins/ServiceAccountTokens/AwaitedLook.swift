import Synchronization

/// One look at the file, for which requests wait.
final class AwaitedLook: Sendable {
    private struct State {
        var requests: [CheckedContinuation<Void, Never>] = []
        var isOver = false
    }

    private let state = Mutex(State())

    /// Waits until the look is over.
    func wait() async {
        await withCheckedContinuation { request in
            let isOver = state.withLock { state in
                if !state.isOver { state.requests.append(request) }
                return state.isOver
            }
            if isOver { request.resume() }
        }
    }

    /// Lets everybody go who waits, or comes later.
    func end() {
        let requests = state.withLock { state in
            defer { state = State(isOver: true) }
            return state.requests
        }
        for request in requests { request.resume() }
    }
}
