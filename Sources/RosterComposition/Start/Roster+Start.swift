import Logging
public import RosterCore
import RosterHTTP
import SCIM

extension Roster {
    /// Checks that the endpoint does what discovery says, and logs rules for roles that name nothing.
    ///
    /// Call it while ``services`` run and before the listener opens. It changes nothing.
    ///
    /// - Parameter limit: How long it may take, which includes the time that the store needs to become ready.
    /// - Throws: An `ExitReason` with status 70 if the check fails or the time is over; `CancellationError` if the service group shuts
    ///   down meanwhile.
    public func prepare(within limit: Duration = .seconds(30)) async throws {
        try await StartCheck(endpoint: endpoints.scim, limit: limit).run()
        for problem in try await directory.problems() {
            configuration.logger.warning("\(problem.mark): \(problem.message)")
        }
    }

    /// Makes the first service account where there is none yet, with the scopes of an identity provider and for one year; logs a warning
    /// if every credential is revoked or has expired.
    ///
    /// Call it before the listener opens, so that nobody can be first to claim the server.
    ///
    /// - Parameter show: Shows the token to the operator, this once. If it throws, no service account is made.
    /// - Throws: What `show` throws, and what keeps the service account from being stored.
    public func welcome(showing show: @escaping @Sendable (Credential, Secret) throws -> Void) async throws {
        try await welcome(program: "roster", showing: show)
    }

    /// The same for a program that makes tokens under a name of its own.
    ///
    /// - Parameter program: The name of the program that makes tokens.
    package func welcome(
        program: String, showing show: @escaping @Sendable (Credential, Secret) throws -> Void
    ) async throws {
        for issuer in issuers {
            let credentials = try await issuer.credentials()
            guard credentials.isEmpty else {
                let now = DateTime.now
                if credentials.allSatisfy({ $0.revoked != nil || $0.expires.map { $0 <= now } == true }) {
                    configuration.logger.warning(
                        "every token is revoked or has expired; make one with: \(program) token create NAME")
                }
                continue
            }
            _ = try await issuer.issue(
                name: "default", scopes: Set(configuration.providerScopes), lifetime: .seconds(365 * 86_400),
                subject: nil, showing: show)
        }
    }
}
