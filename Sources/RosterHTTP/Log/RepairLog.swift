import HTTPTypes
import Logging
import RosterCore
import SCIM
import Synchronization

/// Counts and logs the requests that had to be put right, so that an operator sees what an identity provider does.
///
/// Requests of one account that needed the same get one line a minute; the counts in the next line tell of the others.
final class RepairLog: Sendable {
    fileprivate struct State {
        var counts: [Tolerance: Int] = [:]
        /// What got a line in this minute.
        var told: Set<[String]> = []
        var minute: ContinuousClock.Instant
    }

    /// How many kinds of repairs get a line in a minute.
    fileprivate static let capacity = 256

    private let logger: Logger
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>

    init(_ logger: Logger, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.logger = logger
        self.now = now
        state = Mutex(State(minute: now()))
    }

    /// How many requests each tolerance was used for.
    var counts: [Tolerance: Int] { state.withLock { $0.counts } }

    /// Notes the repairs of one request.
    func note(_ repairs: Repairs, of request: HTTPRequest, _ id: RequestID, by principal: Principal) {
        guard !repairs.made.isEmpty else { return }
        let client = request.loggedClient, method = request.method.rawValue
        let kind =
            ["\(repairs.made)", method, principal.name, client]
            + (repairs.unknownMembers > 0 ? [request.loggedPath] : [])
        guard let totals = state.withLock({ $0.totals(with: repairs.made, kind, at: now()) }) else { return }
        var metadata: Logger.Metadata = [
            "tolerances": "\(repairs.made)", "method": "\(method)", "account": "\(principal.name)",
            "client": "\(client)",
            "path": "\(request.loggedPath)", "since-start": "\(totals)", "request": "\(id)",
        ]
        if repairs.unknownMembers > 0 { metadata["unknown-members"] = "\(repairs.unknownMembers)" }
        logger.log(level: repairs.unknownMembers > 0 ? .warning : .info, "repaired a request", metadata: metadata)
    }
}

extension RepairLog.State {
    /// Counts the repairs of one request.
    ///
    /// - Returns: How many requests needed each of them; `nil` if such a request had its line in this minute.
    fileprivate mutating func totals(
        with made: Tolerances, _ kind: [String], at now: ContinuousClock.Instant
    ) -> String? {
        for tolerance in made { counts[tolerance, default: 0] += 1 }
        if now - minute >= .seconds(60) {
            minute = now
            told = []
        }
        guard told.count < RepairLog.capacity, told.insert(kind).inserted else { return nil }
        return made.map { "\($0.rawValue)=\(counts[$0, default: 0])" }.joined(separator: ",")
    }
}
