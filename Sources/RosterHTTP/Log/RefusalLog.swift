public import Logging
import RosterCore
import Synchronization

/// Tells the operator of refused requests: each gets a line, and those that repeat one within a minute get one together.
///
/// What is counted is bounded, whatever clients send. Who serves calls ``flush()`` once a minute and at the end; without
/// that, a minute is summed up when the first request after it is refused.
public final class RefusalLog: Sendable {
    fileprivate struct State {
        var minute = RefusalMinute()
        var start: ContinuousClock.Instant
    }

    private static let minute = Duration.seconds(60)

    private let logger: Logger
    let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>

    /// Begins with nothing refused.
    public convenience init(_ logger: Logger) {
        self.init(logger, now: { .now })
    }

    /// Begins with nothing refused, with a clock for tests.
    package init(_ logger: Logger, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.logger = logger
        self.now = now
        state = Mutex(State(start: now()))
    }

    /// Says how often refusals were repeated, and begins the next minute.
    public func flush() {
        log(state.withLock { $0.end(at: now()) })
    }

    /// Notes a refused request of an account.
    func note(_ fields: RefusalMinute.Fields, _ request: RequestID) {
        note(fields, request, as: "refused a request") { $0.count(fields) }
    }

    /// Notes a request that came without good credentials.
    func note(strangerFrom network: String, reason: String, _ fields: RefusalMinute.Fields, _ request: RequestID) {
        note(fields, request, as: "refused a request without good credentials") {
            $0.count(strangerFrom: network, reason: reason)
        }
    }

    private func note(
        _ fields: RefusalMinute.Fields, _ request: RequestID, as message: Logger.Message,
        _ count: (inout RefusalMinute) -> Bool
    ) {
        let now = now()
        let (summary, getsLine) = state.withLock { state in
            let summary = now - state.start >= Self.minute ? state.end(at: now) : []
            return (summary, count(&state.minute))
        }
        log(summary)
        guard getsLine else { return }
        logger.log(level: .of(fields), message, metadata: fields.logged.merging(["request": "\(request)"]) { $1 })
    }

    private func log(_ lines: [RefusalMinute.Line]) {
        for line in lines { logger.log(level: line.level, line.message, metadata: line.metadata) }
    }
}

extension RefusalLog.State {
    fileprivate mutating func end(at now: ContinuousClock.Instant) -> [RefusalMinute.Line] {
        defer {
            minute = RefusalMinute()
            start = now
        }
        return minute.summary
    }
}
