import HTTPTypes
import Logging
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM

/// Speaks to an endpoint without a server in between.
struct Client {
    var endpoint: Endpoint
    var token: String? = "good"

    init(
        store: any IdentityStore = InMemoryStore(), types: [ResourceType] = [.user, .group],
        settings: EndpointSettings = .init(), scopes: Set<Scope> = [.all], principal: String = "1",
        subject: ResourceID? = nil, limits: ServiceSettings = .init(), cursors: any CursorSeal = AESCursorSeal(),
        clock: @escaping @Sendable () -> DateTime = { .now }
    ) {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let service = ProvisioningService(
            store: store, roles: NoRoles(), types: types, settings: limits, cursors: cursors, clock: clock,
            logger: logger)
        endpoint = Endpoint(
            service: service, authenticators: [OneToken(scopes: scopes, id: principal, subject: subject)],
            settings: settings,
            logger: logger)
    }

    /// Speaks to an endpoint that holds clients to the RFCs.
    static var strict: Client {
        var settings = EndpointSettings()
        settings.isStrict = true
        return Client(settings: settings)
    }

    init(service: ProvisioningService, logger: Logger) {
        endpoint = Endpoint(
            service: service, authenticators: [OneToken(scopes: [.all])], settings: .init(), logger: logger)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: [HTTPField.Name: String] = [:]
    ) async -> Reply {
        var request = HTTPRequest(method: method, scheme: "https", authority: "scim.test", path: "/scim" + path)
        return await send(&request, body.map { Array($0.utf8) }, headers: headers)
    }

    func send(
        _ request: inout HTTPRequest, _ body: [UInt8]? = nil, headers: [HTTPField.Name: String] = [:]
    ) async -> Reply {
        if let token { request.headerFields[.authorization] = "Bearer \(token)" }
        if let body {
            request.headerFields[.contentType] = "application/scim+json"
            request.headerFields[.contentLength] = "\(body.count)"
        }
        for (name, value) in headers { request.headerFields[name] = value }
        let answer = await endpoint.answer(request, from: Peer()) { limit in
            let body = body ?? []
            guard body.count <= limit else { throw SCIMError(.payloadTooLarge, "more than \(limit) bytes") }
            return body
        }
        return Reply(answer: answer)
    }

    /// Creates a resource and gives back its id.
    func create(_ path: String, _ body: String) async -> String {
        await send(.post, path, body).json["id"]?.string ?? ""
    }
}

/// What came back.
struct Reply {
    let answer: Answer

    var status: Int { answer.head.status.code }
    var json: AttributeValue { (try? JSONReader.read(answer.body)) ?? .null }

    subscript(name: HTTPField.Name) -> String? { answer.head.headerFields[name] }

    /// The failure that the body tells of, if it is a complete one.
    var error: (status: String, scimType: String?, detail: String)? {
        guard json[.schemas] == [.string(MessageURI.error)], let status = json["status"]?.string,
            let detail = json["detail"]?.string
        else { return nil }
        return (status, json["scimType"]?.string, detail)
    }
}

struct NoRoles: RoleResolver {
    func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
    var catalogue: [Role] { [] }
}

/// Knows the token "good" and takes any other bearer token for a bad one.
struct OneToken: Authenticator {
    let scopes: Set<Scope>
    var id = "1"
    var subject: ResourceID?
    let scheme = AuthenticationScheme.bearerToken

    func authenticate(_ request: HTTPRequest, from peer: Peer) throws -> Principal? {
        guard let field = request.headerFields[.authorization], field.hasPrefix("Bearer ") else { return nil }
        guard field == "Bearer good" else { throw SCIMError(.unauthorized, "the token is not good") }
        return Principal(id: id, name: "test", scopes: scopes, subject: subject)
    }
}
