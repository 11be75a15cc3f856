import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterHTTP
import SCIM
import Testing

@Suite("RFC 7644 §1.2, §3.1, §3.8, §3.13 — URLs, formats and versions")
struct HTTPConformanceTests {
    let client = Client()

    @Test(.shows("7644-1.2-a"))
    func percentEncodedURLsAreDecoded() async {
        let id = await client.newUser("a+b").id
        _ = await client.newUser("a b")
        #expect(await client.send(.get, "/Users?filter=userName%20eq%20%22a%2Bb%22").ids == [id])
        #expect(await client.send(.get, "/%55sers/\(id.percentEncoded)").id == id)
    }

    @Test(.shows("7644-3.1-a"))
    func aListIsAMessage() async {
        for path in ["/Users", "/Groups", "/Schemas", "/ResourceTypes"] {
            #expect(await client.send(.get, path).json["schemas"] == [.string(Sample.list)])
        }
    }

    @Test(.shows("7644-3.1-a"))
    func answersToPostsAreMessages() async {
        let search = #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]}"#
        for path in ["/Users/.search", "/.search"] {
            let found = await client.send(.post, path, search)
            #expect(found.outcome == "200")
            #expect(found.json["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:ListResponse"])
        }
        let done = await client.send(
            .post, "/Bulk",
            """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
             "Operations":[{"method":"POST","path":"/Users","bulkId":"t","data":\(Sample.user("t"))}]}
            """)
        #expect(done.outcome == "200")
        #expect(done.json["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"])
    }

    @Test(.shows("7644-8.1-a"))
    func aBodyWithoutAFormatIsJSON() async {
        let request = HTTPRequest(
            method: .post, scheme: "https", authority: "scim.test", path: "/scim/Users",
            headerFields: [.authorization: "Bearer good"])
        let answer = await client.endpoint.answer(request, from: Peer()) { _ in Array(Sample.user("t").utf8) }
        #expect(answer.head.status.code == 201)
        let page = await client.send(.get, "/Users", headers: [.accept: "text/html"])
        #expect(page.outcome == "200")
        #expect(page.total == 1)
        #expect(page[.contentType] == "application/scim+json")
        let xml = await client.send(.post, "/Users", "<a/>", headers: [.contentType: "text/xml"])
        #expect(xml.outcome == "415")
    }

    @Test(
        .shows("7644-3.8-a", "7644-8.1-a"),
        arguments: ["Zoë 漢字 😀", "\u{202E}עברית", "e\u{301}\u{0}".replacing("\0", with: "")])
    func textOfAllLanguagesComesBack(_ text: String) async {
        for type in ["application/scim+json", "application/json", "application/scim+json; charset=utf-8"] {
            let client = Client()
            let created = await client.send(
                .post, "/Users", Sample.user("t", #""displayName":"\#(text)""#), headers: [.contentType: type])
            #expect(created.outcome == "201")
            let read = await client.send(.get, "/Users/\(created.id)")
            #expect(read.json["displayName"]?.string.map { Array($0.utf8) } == Array(text.utf8))
            #expect(await client.matching(#"displayName eq "\#(text)""#).ids == [created.id])
        }
    }

    @Test(.shows("7644-3.8-b"))
    func theFormatIsSCIMsOwnUnlessPlainJSONIsWanted() async {
        let path = await "/Users/" + client.newUser("t").id
        for accept in ["application/scim+json", "*/*", "application/scim+json;q=0.9, text/plain"] {
            let reply = await client.send(.get, path, headers: [.accept: accept])
            #expect(reply.outcome == "200")
            #expect(reply[.contentType] == "application/scim+json")
        }
        #expect(await client.send(.get, path)[.contentType] == "application/scim+json")
        let plain = await client.send(.get, path, headers: [.accept: "application/json"])
        #expect(plain.outcome == "200")
        #expect(plain[.contentType] == "application/json")
        #expect(await client.send(.get, path + ".scim").outcome == "404")
    }

    @Test(.shows("7644-3.13-a"), arguments: ["", "/v2"])
    func theVersionMayStandInTheURL(_ version: String) async {
        let created = await client.send(.post, "\(version)/Users", Sample.user("t"))
        #expect(created.outcome == "201")
        let location = "https://scim.test/scim\(version)/Users/\(created.id)"
        #expect(created[.location] == location)
        #expect(created.json["meta"]?["location"] == .string(location))
        #expect(await client.send(.get, "\(version)/Users").ids == [created.id])
    }

    @Test(.shows("7644-3.13-a"))
    func theBaseMayBeAnyPath() async {
        var settings = EndpointSettings()
        settings.basePath = "/"
        let client = Client(settings: settings)
        var request = HTTPRequest(method: .get, scheme: "https", authority: "scim.test", path: "/v2/Users")
        #expect(await client.send(&request).outcome == "200")
        request.path = "/Users"
        #expect(await client.send(&request).outcome == "200")
        request.path = "/scim/Users"
        #expect(await client.send(&request).outcome == "404")
    }

    @Test(.shows("7644-3.13-b"), arguments: ["v1", "v9", "v02", "v", "v22"])
    func otherVersionsAreRefused(_ version: String) async {
        _ = await client.newUser("t")
        #expect(await client.send(.get, "/\(version)/Users").outcome == "400 invalidVers")
        #expect(await client.send(.post, "/\(version)/Users", Sample.user("u")).outcome == "400 invalidVers")
        #expect(await client.send(.get, "/Users").total == 1)
    }
}
