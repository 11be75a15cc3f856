import HTTPTypes
import RosterCore
import Synchronization

/// Takes every token.
struct AnyBearer: Authenticator {
    let scheme = AuthenticationScheme.bearerToken

    func authenticate(_ request: HTTPRequest, from peer: Peer) -> Principal? {
        request.headerFields[.authorization].map { Principal(id: $0, name: "test", scopes: [.all, .readDirectory]) }
    }
}

/// Admits nobody, and notes where requests came from.
final class SeenPeers: Authenticator {
    let scheme = AuthenticationScheme.bearerToken
    private let seen = Mutex<[String?]>([])

    var addresses: [String?] { seen.withLock { $0 } }

    func authenticate(_ request: HTTPRequest, from peer: Peer) -> Principal? {
        seen.withLock { $0.append(peer.address) }
        return nil
    }
}

/// Gives nobody a role.
struct NoRoles: RoleResolver {
    func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
    var catalogue: [Role] { [] }
}
