import ConformanceLedger
import HTTPTypes
import Logging
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM
import Testing

@Suite("Nothing is reached without credentials")
struct AuthenticationTests {
    @Test(
        "every spelling of every path asks for a token first", .shows("7644-3.12-a", "9110-13.2.2-a"),
        arguments: [
            "/Users", "/Users/", "/v2/Users", "//Users", "/Users/1", "/Groups", "/Groups/1", "/ServiceProviderConfig",
            "/ResourceTypes", "/ResourceTypes/User", "/Schemas", "/Me", "/Bulk", "/.search", "/Users/.search",
            "/%55sers", "/Users%2F1", "/Users%2f1", "/./Users", "/Users;x", "/USERS", "/Users/%252e", "/../Users",
            "/nothing",
            "", "/", "?filter=x", "/v1/Users",
        ])
    func defaultDeny(_ path: String) async {
        var client = Client()
        for token in [nil, "bad"] {
            client.token = token
            for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete, .head, .options] {
                let reply = await client.send(method, path, "{}")
                #expect(reply.status == 401)
                #expect(reply.error?.status == "401")
            }
        }
    }

    @Test(
        "the challenge names an error only where a token was given (RFC 6750 §3.1)",
        .shows("6750-3-a", "6750-3.1-a", "6750-3.1-b", "7644-2-a"))
    func challenge() async {
        var client = Client()
        client.token = nil
        #expect(await client.send(.get, "/Users")[.wwwAuthenticate] == "Bearer realm=\"scim\"")
        client.token = "bad"
        #expect(
            await client.send(.get, "/Users")[.wwwAuthenticate] == "Bearer realm=\"scim\", error=\"invalid_token\"")
    }

    @Test("each way to authenticate has a challenge of its own, in the order of the configuration", .shows("7644-2-a"))
    func challenges() async {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = ProvisioningService(
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(), logger: logger)
        var client = Client()
        client.token = nil
        let bearer = OneToken(scopes: [.all])
        for (authenticators, schemes) in [
            ([bearer, NoPassword()], ["Bearer", "Basic"]), ([NoPassword(), bearer], ["Basic", "Bearer"]),
        ] as [([any Authenticator], [String])] {
            client.endpoint = Endpoint(service: service, authenticators: authenticators, logger: logger)
            let reply = await client.send(.get, "/Users")
            #expect(reply.status == 401)
            #expect(
                reply.answer.head.headerFields[values: .wwwAuthenticate] == schemes.map { "\($0) realm=\"scim\"" })
        }
    }

    @Test(
        "several authenticators of one scheme are asked one after the other, in whatever order they stand",
        .shows("7644-2-a"))
    func oneScheme() async {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = ProvisioningService(
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(), logger: logger)
        let expired = Refusing(token: "old", reason: .expired)
        let others: [any Authenticator] = [
            Refusing(token: nil, reason: .malformed), Refusing(token: nil, reason: .unknown), NoPassword(), expired,
        ]
        for place in 0...others.count {
            var authenticators = others
            authenticators.insert(OneToken(scopes: [.all]), at: place)
            var settings = EndpointSettings()
            settings.realm = #"Acme "S\CIM" é"#
            var client = Client()
            client.endpoint = Endpoint(
                service: service, authenticators: authenticators, settings: settings, logger: logger)
            #expect(await client.send(.get, "/Users").status == 200)
            for token in ["bad", "old"] {
                client.token = token
                let reply = await client.send(.get, "/Users")
                #expect(reply.status == 401)
                let realm = #"realm="Acme \"S\\CIM\" ""#
                #expect(
                    Set(reply.answer.head.headerFields[values: .wwwAuthenticate])
                        == ["Bearer \(realm), error=\"invalid_token\"", "Basic \(realm)"])
            }
            client.token = "good"
            let discovery = await client.send(.get, "/ServiceProviderConfig")
            #expect(discovery.json["authenticationSchemes"]?.array?.count == 2)
        }
    }

    @Test("the log is told by whom credentials are known best")
    func reasons() async {
        for reasons in [[.malformed, .unknown], [.unknown, .malformed], [.malformed, .expired]]
            as [[CredentialRefusal.Reason]]
        {
            let log = RecordedLines()
            let service = ProvisioningService(
                store: InMemoryStore(), roles: NoRoles(), types: [.user], cursors: AESCursorSeal(), logger: log.logger)
            var client = Client()
            client.endpoint = Endpoint(
                service: service, authenticators: reasons.map { Refusing(token: nil, reason: $0) }, logger: log.logger)
            #expect(await client.send(.get, "/Users").status == 401)
            #expect(log.lines.first?["reason"] == (reasons.contains(.expired) ? "expired" : "unknown"))
        }
    }

    @Test("a right that is lacking is 403 with insufficient_scope", .shows("6750-3.1-c", "7644-2-b"))
    func scopes() async {
        let reader = Client(scopes: [.read(.user)])
        #expect(await reader.send(.get, "/Users").status == 200)
        for (method, path) in [
            (HTTPRequest.Method.post, "/Users"), (.get, "/Groups"), (.get, "/Schemas"), (.delete, "/Users/1"),
        ] {
            let reply = await reader.send(method, path, "{}")
            #expect(reply.status == 403)
            #expect(reply[.wwwAuthenticate]?.contains("error=\"insufficient_scope\"") == true)
        }
    }

    @Test("a body is not read before its sender is known")
    func bodyUnread() async {
        let client = Client()
        let request = HTTPRequest(method: .post, scheme: "https", authority: "scim.test", path: "/scim/Users")
        let answer = await client.endpoint.answer(request, from: Peer()) { _ in
            Issue.record("the body was asked for")
            return []
        }
        #expect(answer.head.status.code == 401)
    }
}

/// Knows nobody.
private struct NoPassword: Authenticator {
    let scheme = AuthenticationScheme(
        type: "httpbasic", name: "HTTP Basic", description: "A name and a password.", challenge: "Basic")

    func authenticate(_ request: HTTPRequest, from peer: Peer) -> Principal? { nil }
}

/// Refuses a token, or every one, for a reason.
private struct Refusing: Authenticator {
    let scheme = AuthenticationScheme.bearerToken
    let token: String?
    let reason: CredentialRefusal.Reason

    func authenticate(_ request: HTTPRequest, from peer: Peer) throws -> Principal? {
        guard let header = request.headerFields[.authorization] else { return nil }
        if let token, header != "Bearer \(token)" { throw CredentialRefusal(.unknown) }
        throw CredentialRefusal(reason)
    }
}
