/// Credentials that are not good, and why.
///
/// The log is told the reason. The client is not: its answer is the same whatever the reason.
public struct CredentialRefusal: Error, Sendable, Hashable {
    /// What is wrong with credentials.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// They do not have the form of credentials that this provider gives out.
        case malformed
        /// They have the form, and nobody has them.
        case unknown
        /// They were good until a time that is over.
        case expired
        /// They were good until somebody revoked them.
        case revoked

        /// Whether another authenticator of the same scheme may know the credentials, and is asked next.
        public var mayBeAnothers: Bool { self == .malformed || self == .unknown }
    }

    /// What is wrong.
    public let reason: Reason
    /// The identifier that operators know the credentials by, if they name one; never a secret.
    public let credential: String?

    /// Refuses credentials.
    ///
    /// - Parameter credential: The identifier that they name, if they name one; it stands in the log.
    public init(_ reason: Reason, of credential: String? = nil) {
        self.reason = reason
        self.credential = credential
    }
}
