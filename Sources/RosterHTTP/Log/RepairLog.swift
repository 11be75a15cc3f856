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
        /// What got a line in this minute, by account.
        var told: [String: Set<[String]>] = [:]
        var unknownMembers = 0
        var minute: ContinuousClock.Instant
    }

    /// How many kinds of repairs of each account get a line in a minute, and for how many accounts.
    fileprivate static let kindsPerAccount = 64, accounts = 256

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
        let kind = ["\(repairs.made)", method, client] + (repairs.unknownMembers > 0 ? [request.loggedPath] : [])
        guard let totals = state.withLock({ $0.totals(with: repairs, kind, of: principal.id, at: now()) }) else {
            return
        }
        var metadata: Logger.Metadata = [
            "tolerances": "\(repairs.made)", "method": "\(method)", "account": "\(principal.name)",
            "client": "\(client)",
            "path": "\(request.loggedPath)", "since-start": "\(totals.repairs)", "request": "\(id)",
        ]
        if repairs.unknownMembers > 0 {
            metadata["unknown-members"] = "\(repairs.unknownMembers)"
            metadata["unknown-members-since-start"] = "\(totals.unknownMembers)"
        }
        logger.log(level: repairs.unknownMembers > 0 ? .warning : .info, "repaired a request", metadata: metadata)
    }
}

extension RepairLog.State {
    /// Counts the repairs of one request.
    ///
    /// - Returns: How many requests needed each of them, and how many members were left out; `nil` if such a request of the
    ///   account had its line in this minute.
    fileprivate mutating func totals(
        with repairs: Repairs, _ kind: [String], of account: String, at now: ContinuousClock.Instant
    ) -> (repairs: String, unknownMembers: Int)? {
        for tolerance in repairs.made { counts[tolerance, default: 0] += 1 }
        unknownMembers += repairs.unknownMembers
        if now - minute >= .seconds(60) {
            minute = now
            told = [:]
        }
        guard told[account] != nil || told.count < RepairLog.accounts,
            told[account, default: []].count < RepairLog.kindsPerAccount,
            told[account, default: []].insert(kind).inserted
        else { return nil }
        let needed = repairs.made.map { "\($0.rawValue)=\(self.counts[$0, default: 0])" }.joined(separator: ",")
        return (needed, unknownMembers)
    }
}
