import Logging
import RosterCore
import RosterHTTP
import SCIM
import Synchronization

/// Makes the first service account and shows its token, once.
final class FirstStart: Sendable {
    private let wiring: Wiring
    /// A token whose address is not shown yet.
    private let awaitingAddress = Mutex<Secret?>(nil)

    init(_ wiring: Wiring) { self.wiring = wiring }

    /// Welcomes an operator whose server has no credentials yet; warns one whose credentials are all worthless.
    ///
    /// A token that cannot be shown is not made. Where the system is to choose the port, the address follows when it is known.
    func welcome(_ authenticators: [any Authenticator]) async throws {
        for case let issuer as any CredentialIssuer in authenticators {
            let credentials = try await issuer.credentials()
            guard credentials.isEmpty else {
                let now = DateTime.now
                if credentials.allSatisfy({ $0.revoked != nil || $0.expires.map { $0 <= now } == true }) {
                    wiring.logger.warning(
                        "every token is revoked or has expired; make one with: roster token create NAME")
                }
                continue
            }
            _ = try await issuer.issue(
                name: "default", scopes: Set(wiring.providerScopes), lifetime: .seconds(365 * 86_400), subject: nil
            ) { [self] credential, secret in
                var parts = [greeting, self.token(secret, until: credential.expires)]
                if wiring.settings.port == 0 {
                    awaitingAddress.withLock { $0 = secret }
                } else {
                    let base = base(at: ListeningAddress(wiring.settings))
                    parts.insert(address(base), at: 1)
                    parts.append(trial(of: secret, at: base))
                }
                try print(parts.joined())
            }
        }
    }

    /// Shows the address that belongs to a token, if it is not shown yet.
    func show(at listening: ListeningAddress) {
        guard let token = awaitingAddress.withLock({ $0.take() }) else { return }
        let base = base(at: listening)
        do {
            try print(address(base) + trial(of: token, at: base))
        } catch {
            wiring.logger.error("the address of the server could not be shown", metadata: ["reason": "\(error)"])
        }
    }

    private func base(at listening: ListeningAddress) -> String {
        let endpoint = wiring.settings.endpoint
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
