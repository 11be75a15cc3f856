import ConformanceLedger
import HTTPTypes
import RosterCore
import SCIM
import Testing

@Suite("RFC 7644 §2, RFC 6750 §3 — who may do what")
struct AuthenticationConformanceTests {
    let client = Client()

    @Test(.shows("7644-2-a", "6750-3-a", "6750-3.1-a"))
    func withoutCredentialsTheChallengeNamesTheScheme() async {
        var stranger = client
        stranger.token = nil
        for (method, path) in [
            (HTTPRequest.Method.get, "/Users"), (.post, "/Users"), (.get, "/nope"), (.get, "/ServiceProviderConfig"),
        ] {
            let reply = await stranger.send(method, path, method == .post ? Sample.user("t") : nil)
            #expect(reply.outcome == "401")
            #expect(reply[.wwwAuthenticate] == #"Bearer realm="scim""#)
        }
    }

    @Test(.shows("6750-3.1-b", "6750-3-a", "7644-2-a"))
    func aBadTokenIsCalledInvalid() async {
        var stranger = client
        stranger.token = "junk"
        let reply = await stranger.send(.get, "/Users")
        #expect(reply.outcome == "401")
        #expect(reply[.wwwAuthenticate] == #"Bearer realm="scim", error="invalid_token""#)
    }

    @Test(.shows("7644-2-b", "6750-3.1-c"))
    func aClientDoesWhatItsScopesAllow() async {
        let reader = Client(scopes: [.read(.user)])
        #expect(await reader.send(.get, "/Users").outcome == "200")
        for (method, path, body) in [
            (HTTPRequest.Method.post, "/Users", Sample.user("t")), (.put, "/Users/1", Sample.user("t")),
            (.patch, "/Users/1", Sample.patch(Sample.replacing("title", "1"))), (.delete, "/Users/1", nil),
            (.get, "/Groups", nil), (.get, "/ServiceProviderConfig", nil),
        ] as [(HTTPRequest.Method, String, String?)] {
            let reply = await reader.send(method, path, body)
            #expect(reply.outcome == "403")
            #expect(reply[.wwwAuthenticate] == #"Bearer realm="scim", error="insufficient_scope""#)
        }
        #expect(await reader.send(.get, "/Users").total == 0)
    }

    @Test(.shows("6750-3.1-c"))
    func aTokenInTheURLIsNoCredential() async {
        var stranger = client
        stranger.token = nil
        #expect(await stranger.send(.get, "/Users?access_token=good").outcome == "401")
        #expect(await client.send(.get, "/Users?access_token=bad").outcome == "200")
    }

    @Test(.shows("7644-2.2-a"))
    func nobodyRegistersWithoutCredentials() async {
        var stranger = client
        stranger.token = nil
        #expect(await stranger.send(.post, "/Users", Sample.user("t")).outcome == "401")
        #expect(await client.send(.get, "/Users").total == 0)
    }
}
