import Synchronization

/// Measures for how long the process has run, and how much of that time the writer has waited for the disk.
///
/// The clock stops while the process is stopped, by a signal or with its machine. Waiting callers read it about once a second;
/// of a longer time between two readings no more than ``leap`` counts.
final class WriterClock: Sendable {
    /// What the clock shows at one moment; both times begin anywhere.
    struct Reading: Sendable {
        /// How long the process has run.
        package let time: Duration
        /// How long the writer has waited for the disk.
        package let disk: Duration

        /// What the writer did for most of the time since an earlier moment.
        func cause(since start: Reading) -> WriterDelay {
            (disk - start.disk) * 2 >= time - start.time ? .disk : .work
        }
    }

    /// The most that counts of the time between two looks.
    static let leap = StoreLimits.wait / 4

    fileprivate struct State {
        package var time = Duration.zero
        var lastLook: ContinuousClock.Instant
        package var disk = Duration.zero
        var callBegan: Duration?
    }

    private let stopwatch: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>

    /// - Parameter stopwatch: Measures time whether the process runs or not.
    init(_ stopwatch: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.stopwatch = stopwatch
        state = Mutex(State(lastLook: stopwatch()))
    }

    /// Looks at the clock.
    package func read() -> Reading {
        let now = stopwatch()
        return state.withLock { state in
            state.look(at: now)
            let call = state.callBegan.map { state.time - $0 } ?? .zero
            return Reading(time: state.time, disk: state.disk + call)
        }
    }

    /// The writer begins to wait for the disk.
    func beginDiskCall() {
        let now = stopwatch()
        state.withLock { state in
            state.look(at: now)
            state.callBegan = state.time
        }
    }

    /// The disk has answered the writer.
    func endDiskCall() {
        let now = stopwatch()
        state.withLock { state in
            state.look(at: now)
            if let start = state.callBegan { state.disk += state.time - start }
            state.callBegan = nil
        }
    }
}

extension WriterClock.State {
    fileprivate mutating func look(at now: ContinuousClock.Instant) {
        // Of two threads that look at the same time the later may come first.
        guard now > lastLook else { return }
        time += min(now - lastLook, WriterClock.leap)
        lastLook = now
    }
}
