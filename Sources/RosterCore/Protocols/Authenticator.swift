public import HTTPTypes

/// Finds out who sends a request.
public protocol Authenticator: Sendable {
    /// What `/ServiceProviderConfig` and `WWW-Authenticate` say about it (RFC 7643 §5, RFC 7235 §4.1).
    var scheme: AuthenticationScheme { get }

    /// Looks at the credentials of a request.
    ///
    /// - Parameter peer: Where the request came from.
    /// - Returns: Who sends it; `nil` if the request carries no credentials of this scheme.
    /// - Throws: ``SCIM/SCIMError/Code/unauthorized`` if it carries such credentials and they are not good.
    func authenticate(_ request: HTTPRequest, from peer: Peer) async throws -> Principal?
}
