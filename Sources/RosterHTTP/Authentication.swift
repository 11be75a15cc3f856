import HTTPTypes
import RosterCore
import SCIM

/// Who may ask, and how those are answered who may not.
struct Authentication: Sendable {
    /// The same for every reason, so that nobody learns which credentials exist.
    private static let refusal = SCIMError(.unauthorized, "the credentials are not valid")

    let authenticators: [any Authenticator]

    /// Finds out who sends a request; the first authenticator that knows the credentials decides.
    ///
    /// - Parameter repairs: Notes a token without a scheme.
    /// - Throws: ``Refusal`` with a challenge for each scheme.
    func principal(
        of request: HTTPRequest, from peer: Peer, repairs: inout Repairs
    ) async throws -> Principal {
        if let principal = try await known(request, from: peer) { return principal }
        if let qualified = withScheme(request) {
            do {
                try repairs.make(
                    .missingScheme, else: .unauthorized, "'Authorization' must name the scheme, as in 'Bearer TOKEN'")
            } catch {
                throw refusal(error, because: Refusal.Flaw(reason: Tolerance.missingScheme.rawValue))
            }
            if let principal = try await known(qualified, from: peer) { return principal }
        }
        throw Refusal(
            SCIMError(.unauthorized, "credentials are needed in the Authorization header"),
            challenges: challenges(error: nil), because: Refusal.Flaw(reason: "missing"))
    }

    private func known(_ request: HTTPRequest, from peer: Peer) async throws -> Principal? {
        for authenticator in authenticators {
            do {
                if let principal = try await authenticator.authenticate(request, from: peer) { return principal }
            } catch let refused as CredentialRefusal {
                throw refusal(
                    Self.refusal,
                    because: Refusal.Flaw(reason: refused.reason.rawValue, credential: refused.credential))
            } catch let error as SCIMError where error.code == .unauthorized {
                throw refusal(error, because: Refusal.Flaw(reason: "refused"))
            }
        }
        return nil
    }

    /// The request with a scheme before a token that stands alone, as Okta sends what was pasted without `Bearer`.
    ///
    /// - Returns: `nil` if there is no such token, or nobody who takes tokens.
    private func withScheme(_ request: HTTPRequest) -> HTTPRequest? {
        let scheme = AuthenticationScheme.bearerToken.challenge
        let fields = request.headerFields[fields: .authorization]
        guard let field = fields.first, fields.count == 1,
            authenticators.contains(where: { $0.scheme.challenge.lowercased() == scheme.lowercased() })
        else { return nil }
        let words = field.value.split { $0 == " " || $0 == "\t" }
        guard let token = words.first, words.count == 1 else { return nil }
        var request = request
        request.headerFields[.authorization] = "\(scheme) \(token)"
        return request
    }

    /// The headers that belong to a failure besides its body.
    func decorate(_ answer: inout Answer, for error: SCIMError) {
        switch error.code {
        case .forbidden: answer.head.headerFields[values: .wwwAuthenticate] = challenges(error: "insufficient_scope")
        case .unavailable: answer.head.headerFields[.retryAfter] = "5"
        default: break
        }
    }

    private func refusal(_ error: SCIMError, because flaw: Refusal.Flaw) -> Refusal {
        Refusal(error, challenges: challenges(error: "invalid_token"), because: flaw)
    }

    /// The value of `WWW-Authenticate` (RFC 6750 §3).
    private func challenges(error: String?) -> [String] {
        authenticators.map { authenticator in
            "\(authenticator.scheme.challenge) realm=\"scim\"" + (error.map { ", error=\"\($0)\"" } ?? "")
        }
    }
}
