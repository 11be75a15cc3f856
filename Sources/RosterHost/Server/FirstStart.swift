import Logging
import RosterCore
import RosterHTTP
import SCIM

/// Makes the first service account and shows its token, once.
struct FirstStart {
    let wiring: Wiring

    /// Welcomes an operator whose server has no credentials yet; warns one whose credentials are all worthless.
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
            ) { credential, secret in
                try print(text(token: secret.expose(), expires: credential.expires))
            }
        }
    }

    private func text(token: String, expires: DateTime?) -> String {
        let settings = wiring.settings
        let base =
            settings.endpoint.publicURL ?? "http://\(settings.host):\(settings.port)\(settings.endpoint.basePath)"
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
