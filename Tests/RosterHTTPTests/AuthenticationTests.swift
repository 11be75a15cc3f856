import ConformanceLedger
import HTTPTypes
import Logging
import RosterCore
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
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group], logger: logger)
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
