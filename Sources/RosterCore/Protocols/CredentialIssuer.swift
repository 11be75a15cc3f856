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

    /// Makes new credentials, unless they cannot be shown: credentials that nobody has seen are of no use to anybody.
    ///
    /// The default makes them, shows them, and revokes them if that fails.
    ///
    /// - Parameter show: Shows description and secret to the operator. If it throws, no credential has been made.
    /// - Returns: The description.
    /// - Throws: What `show` throws, and what keeps the credentials from being made, also after they were shown.
    func issue(
        name: String, scopes: Set<Scope>, lifetime: Duration?, subject: ResourceID?,
        showing show: @escaping @Sendable (Credential, Secret) throws -> Void
    ) async throws -> Credential

    /// All credentials that were made and not removed, in the order of their creation, revoked and expired ones too.
    func credentials() async throws -> [Credential]

    /// Makes credentials worthless.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound`` if none have this id.
    func revoke(id: String) async throws
}

extension CredentialIssuer {
    /// Makes new credentials, shows them, and revokes them if that fails.
    public func issue(
        name: String, scopes: Set<Scope>, lifetime: Duration?, subject: ResourceID?,
        showing show: @escaping @Sendable (Credential, Secret) throws -> Void
    ) async throws -> Credential {
        let (credential, secret) = try await issue(name: name, scopes: scopes, lifetime: lifetime, subject: subject)
        do {
            try show(credential, secret)
        } catch {
            try await revoke(id: credential.id)
            throw error
        }
        return credential
    }
}
