import RosterCore
import SCIM

/// A service account: what may be shown of it, and the digest of its token.
struct Account: Sendable {
    let keyID: KeyID
    let digest: TokenDigest
    private(set) var credential: Credential
    /// The account as who sends a request, made once and not for each request.
    let principal: Principal

    init(_ keyID: KeyID, digest: TokenDigest, credential: Credential) {
        self.keyID = keyID
        self.digest = digest
        self.credential = credential
        principal = Principal(
            id: credential.id, name: credential.name, scopes: credential.scopes, subject: credential.subject)
    }

    /// Why its token may not be used; `nil` if it may.
    func flaw(at now: DateTime) -> CredentialRefusal.Reason? {
        if credential.revoked != nil { return .revoked }
        guard let expires = credential.expires, now >= expires else { return nil }
        return .expired
    }

    /// Makes its token worthless, if it is not yet.
    mutating func revoke(at now: DateTime) {
        if credential.revoked == nil { credential.revoked = now }
    }
}
