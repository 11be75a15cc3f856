import HTTPTypes
import RosterCore
import SCIM

/// Who may ask, and how those are answered who may not.
struct Authentication: Sendable {
    let authenticators: [any Authenticator]

    /// Finds out who sends a request; the first authenticator that knows the credentials decides.
    ///
    /// - Throws: ``Refusal`` with a challenge for each scheme.
    func principal(of request: HTTPRequest, from peer: Peer) async throws -> Principal {
        for authenticator in authenticators {
            do {
                if let principal = try await authenticator.authenticate(request, from: peer) { return principal }
            } catch let error as SCIMError where error.code == .unauthorized {
                throw Refusal(error, challenges: challenges(error: "invalid_token"))
            }
        }
        throw Refusal(
            SCIMError(.unauthorized, "credentials are needed in the Authorization header"),
            challenges: challenges(error: nil))
    }

    /// The headers that belong to a failure besides its body.
    func decorate(_ answer: inout Answer, for error: SCIMError) {
        switch error.code {
        case .forbidden: answer.head.headerFields[values: .wwwAuthenticate] = challenges(error: "insufficient_scope")
        case .unavailable: answer.head.headerFields[.retryAfter] = "5"
        default: break
        }
    }

    /// The value of `WWW-Authenticate` (RFC 6750 §3).
    private func challenges(error: String?) -> [String] {
        authenticators.map { authenticator in
            "\(authenticator.scheme.challenge) realm=\"scim\"" + (error.map { ", error=\"\($0)\"" } ?? "")
        }
    }
}
