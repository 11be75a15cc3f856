import Logging
import RosterCore
import RosterHTTP
import SCIM
import Synchronization

/// Makes the first service account and shows its token, once.
final class FirstStart: Sendable {
    private let wiring: Wiring
    /// A token that is made and not shown yet.
    private let unshown = Mutex<(token: Secret, expires: DateTime?)?>(nil)

    init(_ wiring: Wiring) { self.wiring = wiring }

    /// Welcomes an operator whose server has no credentials yet; warns one whose credentials are all worthless.
    ///
    /// Where the system is to choose the port, the token is made now, and shown when the port is known.
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
                if wiring.settings.port == 0 {
                    unshown.withLock { $0 = (secret, credential.expires) }
                } else {
                    let address = ListeningAddress(wiring.settings)
                    try print(text(token: secret.expose(), expires: credential.expires, address: address))
                }
            }
        }
    }

    /// Shows the token that was made, if there is one that is not shown yet.
    func show(at address: ListeningAddress) {
        guard let (token, expires) = unshown.withLock({ $0.take() }) else { return }
        do {
            try print(text(token: token.expose(), expires: expires, address: address))
        } catch {
            wiring.logger.error("the first token was made and could not be shown; make another one: \(error)")
        }
    }

    private func text(token: String, expires: DateTime?, address: ListeningAddress) -> String {
        let endpoint = wiring.settings.endpoint
        let base = endpoint.publicURL ?? "\(address.reachable.url)\(endpoint.basePath)"
        return """

            Welcome to Roster. This is the first start, so there is a service account for your identity provider now.

              SCIM base URL   \(base)/
              Token           \(token)
                              (shown this once; expires \(expires?.description ?? "never"))

            Try it:

              curl -H 'Authorization: Bearer \(token)' '\(base)/Users?count=2'

            """
    }
}
