import HTTPTypes
import Logging
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM

/// A whole service in memory that holds the user and the group of ``Fixture``.
struct Service {
    let user: ResourceID
    let group: ResourceID
    private let endpoint: Endpoint

    init() async {
        let store = InMemoryStore()
        var logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        let service = ProvisioningService(
            store: store, roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(), logger: logger)
        endpoint = Endpoint(service: service, authenticators: [OneToken()], logger: logger)
        do {
            user = try await store.create(Draft(checking: Fixture.user.attributes, as: .user)).id
            var attributes = Fixture.group.attributes
            attributes[.members] = [["value": .string(user.text), "type": "User"]]
            let inner = try await store.create(Draft(checking: attributes, as: .group))
            group = inner.id
            // The user is in a group around the group, and the two hold one another.
            attributes = [.displayName: "outer", .members: [["value": .string(inner.id.text), "type": "Group"]]]
            let outer = try await store.create(Draft(checking: attributes, as: .group))
            var circle = inner
            circle.attributes[.members] = .array(
                (inner.attributes[.members]?.values ?? []) + [["value": .string(outer.id.text), "type": "Group"]])
            _ = try await store.update(circle, if: .none)
        } catch {
            violation("the fixture can be stored", "\(error)")
        }
    }

    /// Puts the ids of the user and the group where a text says `{u}` and `{g}`.
    func filledIn(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        return text.replacing("{u}", with: user.text).replacing("{g}", with: group.text)
    }

    /// Sends a request and checks that the answer is one of SCIM.
    func send(_ request: HTTPRequest, _ body: [UInt8] = []) async -> Answer {
        let answer = await endpoint.answer(request, from: Peer()) { limit in
            guard body.count <= limit else { throw SCIMError(.payloadTooLarge, "more than \(limit) bytes") }
            return body
        }
        AnswerProperty.check(answer, to: request)
        return answer
    }

    /// Reads something that has to be there.
    func expect(_ path: String) async {
        let answer = await send(Self.request(.get, path))
        require(answer.head.status.code == 200, "the service goes on", path)
    }

    /// A request that carries the token.
    static func request(_ method: HTTPRequest.Method, _ target: String) -> HTTPRequest {
        var request = HTTPRequest(method: method, scheme: "https", authority: "scim.test", path: target)
        request.headerFields[.authorization] = OneToken.field
        return request
    }
}

private struct NoRoles: RoleResolver {
    func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
    var catalogue: [Role] { [] }
}

private struct OneToken: Authenticator {
    static let field = "Bearer good"
    let scheme = AuthenticationScheme.bearerToken

    func authenticate(_ request: HTTPRequest, from peer: Peer) throws -> Principal? {
        guard let field = request.headerFields[.authorization] else { return nil }
        guard field == Self.field else { throw SCIMError(.unauthorized, "the token is not good") }
        return Principal(id: "1", name: "fuzz", scopes: [.all])
    }
}
