public import SCIM

/// An authenticator that gives out the credentials it accepts, so that the host can make, list and revoke them.
public protocol CredentialIssuer: Authenticator {
    /// Makes new credentials.
    ///
    /// - Parameters:
    ///   - name: What the credentials are for, such as the name of the identity provider.
    ///   - scopes: What they allow.
    ///   - lifetime: How long they are good; `nil` for ever.
    ///   - subject: The user that they stand for; `nil` for a service.
    /// - Returns: The description and the secret, which nothing keeps.
    func issue(
        name: String, scopes: Set<Scope>, lifetime: Duration?, subject: ResourceID?
    ) async throws -> (Credential, Secret)

    /// All credentials that were made and not removed, in the order of their creation, revoked and expired ones too.
    func credentials() async throws -> [Credential]

    /// Makes credentials worthless.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound`` if none have this id.
    func revoke(id: String) async throws
}
