public import HTTPTypes

/// Finds out who sends a request.
public protocol Authenticator: Sendable {
    /// What `/ServiceProviderConfig` and `WWW-Authenticate` say about it (RFC 7643 §5, RFC 7235 §4.1).
    var scheme: AuthenticationScheme { get }

    /// Looks at the credentials of a request.
    ///
    /// While a reader of the directory waits for changes, the same request is passed again four times a second, so that a
    /// revocation ends the wait. An authenticator that asks another service should remember its answers for some seconds.
    ///
    /// - Parameter peer: Where the request came from.
    /// - Returns: Who sends it; `nil` if the request carries no credentials of this scheme.
    /// - Throws: ``CredentialRefusal`` if it carries such credentials and they are not good: it tells the log why, and the
    ///   client nothing. Where the reason is that they are not known here (``CredentialRefusal/Reason/mayBeAnothers``), the other
    ///   authenticators are asked as well. ``SCIM/SCIMError/Code/unauthorized`` says no more to the log than to the client.
    func authenticate(_ request: HTTPRequest, from peer: Peer) async throws -> Principal?

    /// What makes, lists and revokes the credentials; `nil`, as the default says, if they come from elsewhere.
    var issuer: (any CredentialIssuer)? { get }

    /// What the authenticator does beside requests; `nil`, as the default says, if there is nothing.
    var backgroundWork: (any BackgroundWork)? { get }
}
