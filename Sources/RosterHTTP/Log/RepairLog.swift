import HTTPTypes
import Logging
import RosterCore
import SCIM
import Synchronization

/// Counts and logs the requests that had to be put right, so that an operator sees what an identity provider does.
final class RepairLog: Sendable {
    private let logger: Logger
    private let state = Mutex<[Tolerance: Int]>([:])

    init(_ logger: Logger) {
        self.logger = logger
    }

    /// How many requests each tolerance was used for.
    var counts: [Tolerance: Int] { state.withLock { $0 } }

    /// Notes the repairs of one request.
    func note(_ made: Tolerances, of request: HTTPRequest, _ id: RequestID, by principal: Principal) {
        guard !made.isEmpty else { return }
        let totals = state.withLock { counts in
            made.map { tolerance in
                counts[tolerance, default: 0] += 1
                return "\(tolerance.rawValue)=\(counts[tolerance, default: 0])"
            }
        }
        logger.info(
            "repaired a request",
            metadata: [
                "tolerances": "\(made)", "method": "\(request.method.rawValue)", "account": "\(principal.name)",
                "client": "\(request.loggedClient)",
                "since-start": "\(totals.joined(separator: ","))", "request": "\(id)",
            ])
    }
}
