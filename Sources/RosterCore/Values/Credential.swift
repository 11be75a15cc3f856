public import SCIM

/// What may be shown about credentials; the secret is not part of it.
public struct Credential: Sendable, Hashable {
    /// The identifier, which stands in the secret and in logs.
    public var id: String
    /// What the credentials are for.
    public var name: String
    /// What they allow.
    public var scopes: Set<Scope>
    /// When they were made.
    public var created: DateTime
    /// When they cease to be good; `nil` for never.
    public var expires: DateTime?
    /// When they were revoked; `nil` if they were not.
    public var revoked: DateTime?
    /// The user that they stand for; `nil` for a service.
    public var subject: ResourceID?

    /// Describes credentials.
    public init(
        id: String, name: String, scopes: Set<Scope>, created: DateTime, expires: DateTime?, revoked: DateTime? = nil,
        subject: ResourceID? = nil
    ) {
        self.id = id
        self.name = name
        self.scopes = scopes
        self.created = created
        self.expires = expires
        self.revoked = revoked
        self.subject = subject
    }
}
