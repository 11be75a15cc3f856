import HTTPTypes
import RosterCore
import SCIM

/// Who may ask, and how those are answered who may not.
struct Authentication: Sendable {
    /// The same for every reason, so that nobody learns which credentials exist.
    private static let refusal = SCIMError(.unauthorized, "the credentials are not valid")

    let authenticators: [any Authenticator]
    /// What the credentials are for, as `WWW-Authenticate` tells people (RFC 9110 §11.5).
    let realm: String

    /// Finds out who sends a request; the first authenticator that knows the credentials decides, in whatever order they stand.
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
                throw refusal(
                    error, .bearerToken, because: Refusal.Flaw(reason: Tolerance.missingScheme.rawValue))
            }
            if let principal = try await known(qualified, from: peer) { return principal }
        }
        throw Refusal(
            SCIMError(.unauthorized, "credentials are needed in the Authorization header"),
            challenges: challenges(), because: Refusal.Flaw(reason: "missing"))
    }

    /// Asks one authenticator after the other.
    ///
    /// Credentials that one does not know may be those of the next one.
    ///
    /// - Returns: `nil` if the request has no credentials of any scheme.
    private func known(_ request: HTTPRequest, from peer: Peer) async throws -> Principal? {
        var refused: (credentials: CredentialRefusal, scheme: AuthenticationScheme)?
        for authenticator in authenticators {
            let scheme = authenticator.scheme
            do {
                if let principal = try await authenticator.authenticate(request, from: peer) { return principal }
            } catch let error as CredentialRefusal {
                guard error.reason.mayBeAnothers else { throw refusal(of: error, scheme) }
                // Who knows the form knows more than who does not.
                if refused == nil || error.reason == .unknown { refused = (error, scheme) }
            } catch let error as SCIMError where error.code == .unauthorized {
                throw refusal(error, scheme, because: Refusal.Flaw(reason: "refused"))
            }
        }
        if let refused { throw refusal(of: refused.credentials, refused.scheme) }
        return nil
    }

    /// The request with a scheme before a token that stands alone, as Okta sends what was pasted without `Bearer`.
    ///
    /// - Returns: `nil` if there is no such token, or nobody who takes tokens.
    private func withScheme(_ request: HTTPRequest) -> HTTPRequest? {
        let fields = request.headerFields[fields: .authorization]
        guard let field = fields.first, fields.count == 1,
            authenticators.contains(where: \.scheme.isBearer)
        else { return nil }
        let words = field.value.split { $0 == " " || $0 == "\t" }
        guard let token = words.first, words.count == 1 else { return nil }
        var request = request
        request.headerFields[.authorization] = "\(AuthenticationScheme.bearerToken.challenge) \(token)"
        return request
    }

    /// The headers that belong to a failure besides its body.
    func decorate(_ answer: inout Answer, for error: SCIMError) {
        switch error.code {
        case .forbidden:
            answer.head.headerFields[values: .wwwAuthenticate] = challenges(
                error: "insufficient_scope", of: .bearerToken)
        case .unavailable: answer.head.headerFields[.retryAfter] = "5"
        default: break
        }
    }

    private func refusal(of credentials: CredentialRefusal, _ scheme: AuthenticationScheme) -> Refusal {
        refusal(
            Self.refusal, scheme,
            because: Refusal.Flaw(reason: credentials.reason.rawValue, credential: credentials.credential))
    }

    private func refusal(_ error: SCIMError, _ scheme: AuthenticationScheme, because flaw: Refusal.Flaw) -> Refusal {
        Refusal(error, challenges: challenges(error: "invalid_token", of: scheme), because: flaw)
    }

    /// The values of `WWW-Authenticate`, one for each scheme.
    ///
    /// - Parameter error: What is wrong with credentials of a scheme; only the challenge of bearer tokens can say it (RFC 6750
    ///   §3).
    private func challenges(error: String? = nil, of refused: AuthenticationScheme? = nil) -> [String] {
        var named: Set<String> = []
        return authenticators.map(\.scheme).filter { named.insert($0.challenge.lowercased()).inserted }.map { scheme in
            let challenge = "\(scheme.challenge) realm=\(realm.quotedForHeader)"
            guard let error, scheme.isBearer, refused?.isBearer ?? false else { return challenge }
            return "\(challenge), error=\"\(error)\""
        }
    }
}

extension AuthenticationScheme {
    fileprivate var isBearer: Bool { challenge.lowercased() == Self.bearerToken.challenge.lowercased() }
}

extension String {
    /// A quoted string of a header (RFC 9110 §5.6.4), without what it cannot hold.
    fileprivate var quotedForHeader: String {
        var quoted = "\""
        for scalar in unicodeScalars
        where scalar == " " || (scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F) {
            if scalar == "\"" || scalar == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
