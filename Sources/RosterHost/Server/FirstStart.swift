import Logging
import RosterComposition
import RosterCore
import RosterHTTP
import SCIM
import Synchronization

/// Welcomes an operator whose server has no credentials yet with a token, once.
final class FirstStart: Sendable {
    private let configuration: Roster.Configuration
    /// A token whose address is not shown yet.
    private let awaitingAddress = Mutex<Secret?>(nil)

    init(_ configuration: Roster.Configuration) { self.configuration = configuration }

    /// Shows the token of the first service account, if there is none yet.
    ///
    /// A token that cannot be shown is not made. Where the system is to choose the port, the address follows when it is known.
    func welcome(_ roster: Roster) async throws {
        let settings = configuration.settings
        try await roster.welcome { [self] credential, secret in
            var parts = [greeting, token(secret, until: credential.expires)]
            if settings.port == 0 {
                awaitingAddress.withLock { $0 = secret }
            } else {
                let base = base(at: ListeningAddress(settings))
                parts.insert(address(base), at: 1)
                parts.append(trial(of: secret, at: base))
            }
            try print(parts.joined())
        }
    }

    /// Shows the address that belongs to a token, if it is not shown yet.
    func show(at listening: ListeningAddress) {
        guard let token = awaitingAddress.withLock({ $0.take() }) else { return }
        let base = base(at: listening)
        do {
            try print(address(base) + trial(of: token, at: base))
        } catch {
            configuration.logger.error("the address of the server could not be shown", metadata: ["reason": "\(error)"])
        }
    }

    private func base(at listening: ListeningAddress) -> String {
        let endpoint = configuration.settings.endpoint
        return endpoint.publicURL ?? "\(listening.reachable.url)\(endpoint.basePath)"
    }

    private let greeting = """

        Welcome to Roster. This is the first start, so there is a service account for your identity provider now.


        """

    private func address(_ base: String) -> String { "  SCIM base URL   \(base)/\n" }

    private func token(_ token: Secret, until expiry: DateTime?) -> String {
        """
          Token           \(token.expose())
                          (shown this once; expires \(expiry?.description ?? "never"))

        """
    }

    private func trial(of token: Secret, at base: String) -> String {
        """

        Try it:

          curl -H 'Authorization: Bearer \(token.expose())' '\(base)/Users?count=2'

        """
    }
}
