import ConformanceLedger
import HTTPTypes
import Logging
import RosterCore
import RosterCrypto
import RosterHTTP
import RosterTesting
import SCIM
import Testing

private let userBody = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ines"}"#
private let patchBody =
    #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"title","value":"x"}]}"#

@Suite("Optional features that are left out are announced as absent")
struct NotOfferedTests {
    private let client = Client()

    @Test(
        "there are no security events",
        .shows(
            "8935-2+RFC-8936-2-a", "9967-2-a", "9967-2.1-a", "9967-2.2-a", "9967-2.3-a", "9967-2.4-a", "9967-2.4-b",
            "9967-2.4.1-2.4.3-a", "9967-2.4.4-a", "9967-2.4.5-a", "9967-4-a", "9967-5-a", "9967-5-b"))
    func securityEvents() async {
        let configuration = await client.send(.get, "/ServiceProviderConfig")
        #expect(configuration.status == 200)
        // Without the member no event is offered (RFC 9967 §4).
        #expect(configuration.json["securityEvents"] == nil)
        #expect(!configuration.text.contains("event"))
    }

    @Test(
        "nobody can have events delivered, nor fetch them, nor register for them",
        .shows("8935-2+RFC-8936-2-a", "9967-2-a", "9967-4-a"),
        arguments: [
            "/SecurityEvents", "/Events", "/events", "/Streams", "/Feeds", "/Subscriptions", "/poll", "/ssf/streams",
            "/.well-known/ssf-configuration", "",
        ])
    func eventEndpoints(_ path: String) async {
        let token = "eyJhbGciOiJub25lIn0.eyJqdGkiOiIxIn0."
        let delivered = await client.send(.post, path, token, headers: [.contentType: "application/secevent+jwt"])
        #expect(delivered.status == (path.isEmpty ? 405 : 404))
        // RFC 8936 §2.4: a recipient polls by POST of JSON.
        let polled = await client.send(
            .post, path, #"{"maxEvents":1,"returnImmediately":true}"#, headers: [.contentType: "application/json"])
        #expect(polled.status == (path.isEmpty ? 405 : 404) && polled.json["sets"] == nil)
        if !path.isEmpty { #expect(await client.send(.get, path).status == 404) }
        // Where bodies are taken, a security event token is none.
        for endpoint in ["/Users", "/Bulk", "/.search"] {
            let reply = await client.send(.post, endpoint, token, headers: [.contentType: "application/secevent+jwt"])
            #expect(reply.status == 415)
        }
    }

    @Test(
        "a wish for an asynchronous answer is passed over",
        .shows("9967-2.5.1.1-a", "9967-2.5.1.1-b", "9967-2.5.1.2-a", "9967-2.5.1.3-a"),
        arguments: ["respond-async", "respond-async, wait=10", "wait=100", "something-else"])
    func respondAsync(_ wish: String) async throws {
        let prefer = try #require(HTTPField.Name("Prefer"))
        let created = await client.send(.post, "/Users", userBody, headers: [prefer: wish])
        let path = "/Users/\(created.json["id"]?.string ?? "")"
        let answers = [
            (created, 201), (await client.send(.put, path, userBody, headers: [prefer: wish]), 200),
            (await client.send(.patch, path, patchBody, headers: [prefer: wish]), 200),
            (await client.send(.delete, path, headers: [prefer: wish]), 204),
        ]
        for (answer, status) in answers { #expect(answer.status == status) }
        let bulk = await client.send(
            .post, "/Bulk",
            """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
             "Operations":[{"method":"POST","path":"/Users","bulkId":"ines","data":\(userBody)}]}
            """, headers: [prefer: wish])
        #expect(bulk.status == 200)
        #expect(bulk.json["Operations"]?.array?.map { $0["status"] } == ["201"])
        let applied = try #require(HTTPField.Name("Preference-Applied"))
        let transaction = try #require(HTTPField.Name("Set-Txn"))
        for answer in answers.map(\.0) + [bulk] {
            #expect(answer[applied] == nil)
            #expect(answer[transaction] == nil)
        }
    }

    @Test("nothing is served to a client without credentials, and nobody can register", .shows("7644-2.2-a"))
    func credentials() async {
        var stranger = client
        stranger.token = nil
        for path in ["/Users", "/Me", "/ServiceProviderConfig"] {
            #expect(await stranger.send(.post, path, userBody).status == 401)
            #expect(await stranger.send(.get, path).status == 401)
        }
        #expect(await client.send(.get, "/Users").json["totalResults"] == 0)
    }

    @Test("all clients share one domain of names and external ids", .shows("7643-3.1-d", "7644-6.2-a"))
    func oneTenant() async {
        var client = client
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let service = ProvisioningService(
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group], cursors: AESCursorSeal(), logger: logger)
        client.endpoint = Endpoint(service: service, authenticators: [AnyToken()], logger: logger)
        client.token = "first"
        let id = await client.create("/Users", userBody.replacing("}", with: #","externalId":"7"}"#))
        client.token = "second"
        #expect(await client.send(.get, "/Users/\(id)").status == 200)
        #expect(await client.send(.post, "/Users", userBody).error?.scimType == "uniqueness")
        let found = await client.send(.get, "/Users?filter=externalId%20eq%20%227%22")
        #expect(found.json["Resources"]?.array?.map { $0["id"]?.string } == [id])
        #expect(await client.send(.get, "/tenant/Users").status == 404)
    }

    @Test("no password is kept, and discovery says that none can be changed", .shows("7644-3.5.1-g", "7644-3.5.2.3-i"))
    func passwords() async {
        let configuration = await client.send(.get, "/ServiceProviderConfig")
        #expect(configuration.json["changePassword"] == ["supported": false])
        let id = await client.create("/Users", userBody.replacing("}", with: #","password":"secret-1"}"#))
        let before = await client.send(.get, "/Users/\(id)").answer.body
        let changed = await client.send(
            .patch, "/Users/\(id)",
            patchBody.replacing(#""path":"title","value":"x""#, with: #""path":"password","value":"secret-2""#))
        #expect(changed.status == 200)
        #expect(await client.send(.put, "/Users/\(id)", userBody).status == 200)
        let after = await client.send(.get, "/Users/\(id)?attributes=password,userName,meta")
        #expect(after.json["password"] == nil)
        #expect(await client.send(.get, "/Users/\(id)").answer.body == before)
    }

    @Test("no request is sent elsewhere", .shows("7644-3.12-d"))
    func redirects() async {
        let id = await client.create("/Users", userBody)
        for path in ["/Users/\(id)", "/v2/Users/\(id)/", "//Users", "/Me", "/.search", "/Nonsense", ""] {
            for method in [HTTPRequest.Method.get, .head, .put, .patch, .post] {
                let answer = await client.send(method, path, userBody)
                #expect(!(300..<400).contains(answer.status), "\(method) \(path)")
            }
        }
    }

    @Test("a query that names neither cursor nor index is paged by index", .shows("9865-2.3-a"))
    func plainQueries() async {
        for number in 0..<3 { _ = await client.create("/Users", userBody.replacing("ines", with: "user-\(number)")) }
        let page = await client.send(.get, "/Users?count=2")
        #expect(page.json["startIndex"] == 1)
        #expect(page.json["itemsPerPage"] == 2)
        #expect(page.json["nextCursor"] == nil)
        let pagination = await client.send(.get, "/ServiceProviderConfig").json["pagination"]
        #expect(pagination?["index"] == true)
        #expect(pagination?["defaultPaginationMethod"] == "index")
    }
}

/// Takes the token itself for the name of a client that may do everything.
private struct AnyToken: Authenticator {
    let scheme = AuthenticationScheme.bearerToken

    func authenticate(_ request: HTTPRequest, from peer: Peer) -> Principal? {
        request.headerFields[.authorization].map { Principal(id: $0, name: $0, scopes: [.all]) }
    }
}
