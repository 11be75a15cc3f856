import HTTPTypes
import Logging
import RosterCore
import SCIM
import ServiceAccountTokens

let refusal = CredentialRefusal.self

extension ServiceAccounts {
    convenience init(_ scratch: Scratch, log: CapturedLog = CapturedLog(), clock: Clock = Clock()) async throws {
        // The folder must not go before the accounts do.
        let now = { @Sendable in withExtendedLifetime(scratch) { clock.now } }
        try await self.init(file: scratch.file, logger: log.logger, now: now)
    }

    /// Makes an account and returns its id and its token.
    func issue(_ name: String = "okta", lifetime: Duration? = nil) async throws -> (id: String, token: String) {
        let (credential, secret) = try await issue(name: name, scopes: [.all], lifetime: lifetime)
        return (credential.id, secret.expose())
    }

    /// Authenticates a request with these values of `Authorization` by what is known of the file already.
    func authenticate(_ values: String...) throws -> Principal? {
        try knownPrincipal(of: request(authorization: values))
    }
}

/// A request with any number of `Authorization` fields.
func request(authorization values: [String]) -> HTTPRequest {
    var request = HTTPRequest(method: .get, scheme: "https", authority: "example.com", path: "/scim/Users")
    for value in values { request.headerFields.append(HTTPField(name: .authorization, value: value)) }
    return request
}
