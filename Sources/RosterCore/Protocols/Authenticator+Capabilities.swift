/// What not every authenticator can do. An authenticator around another one hands on what that can do.
extension Authenticator {
    /// `nil`: the credentials come from elsewhere.
    public var issuer: (any CredentialIssuer)? { nil }

    /// `nil`: there is none.
    public var backgroundWork: (any BackgroundWork)? { nil }
}

extension Authenticator where Self: CredentialIssuer {
    /// The authenticator itself.
    public var issuer: (any CredentialIssuer)? { self }
}

extension Authenticator where Self: BackgroundWork {
    /// The authenticator itself.
    public var backgroundWork: (any BackgroundWork)? { self }
}
