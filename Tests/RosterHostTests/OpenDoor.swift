import HTTPTypes
import RosterCore

/// Takes every token, as that of the account that it names.
struct AnyBearer: Authenticator {
    let scheme = AuthenticationScheme.bearerToken
    var scopes: Set<Scope> = [.all]

    func authenticate(_ request: HTTPRequest, from peer: Peer) -> Principal? {
        request.headerFields[.authorization].map { Principal(id: $0, name: "test", scopes: scopes) }
    }
}

/// Gives nobody a role.
struct NoRoles: RoleResolver {
    func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
    var catalogue: [Role] { [] }
}
