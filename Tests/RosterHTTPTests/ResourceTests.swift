import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterHTTP
import RosterTesting
import SCIM
import Testing

private let userBody = #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ines@example.com"}"#

@Suite("RFC 7644 §3 — resources over HTTP")
struct ResourceTests {
    let client = Client()

    @Test(
        "create answers 201 with Location, ETag and the resource",
        .shows("7643-3.1-h", "7643-3.1-i", "7643-3.3-a", "7644-3.14-a", "7644-3.3-c", "7644-3.3-d"))
    func create() async {
        let reply = await client.send(.post, "/Users", userBody)
        let id = reply.json["id"]?.string ?? ""
        #expect(reply.status == 201)
        #expect(reply[.location] == "https://scim.test/scim/Users/\(id)")
        #expect(reply[.contentType] == "application/scim+json")
        #expect(reply[.eTag] == reply.json["meta"]?["version"]?.string)
        #expect(reply.json["meta"]?["location"]?.string == reply[.location])
        #expect(reply.json["meta"]?["resourceType"] == "User")
        #expect(reply.json["schemas"] == ["urn:ietf:params:scim:schemas:core:2.0:User"])
    }

    @Test(
        "the base path answers with and without /v2, with slashes doubled or at the end",
        .shows("7643-2.4-c", "7644-3.13-a", "7644-3.4.2-e"))
    func spellings() async {
        let id = await client.create("/Users", userBody)
        for path in ["/Users/\(id)", "/v2/Users/\(id)", "//Users//\(id)/", "/v2//Users/\(id)/?x"] {
            #expect(await client.send(.get, path).json["id"]?.string == id)
        }
        #expect(
            await client.send(.get, "/v2/Users/\(id)").json["meta"]?["location"]
                == .string("https://scim.test/scim/v2/Users/\(id)"))
    }

    @Test(
        "every answer about one resource says where it is, as the examples of the RFC do",
        .shows("7643-3.1-h", "7644-3.4.1-b", "7644-3.5.1-f", "7644-3.5.2-k"))
    func locations() async {
        var limits = ServiceSettings()
        let store = InMemoryStore()
        let id = await Client(store: store).create("/Users", userBody)
        let location = "https://scim.test/scim/Users/\(id)"
        let patch = #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"add","path":"title","value":"x"}]}"#
        for (isWhole, version) in [(true, ""), (false, "/v2")] {
            limits.answersPatchWithResource = isWhole
            let client = Client(store: store, limits: limits)
            let path = "\(version)/Users/\(id)"
            let read = await client.send(.get, path)
            let replies = [
                (read, 200), (await client.send(.head, path), 200), (await client.send(.put, path, userBody), 200),
                (await client.send(.patch, path, patch), isWhole ? 200 : 204),
            ]
            let tag = replies[3].0[.eTag] ?? ""
            let unchanged = await client.send(.get, path, headers: [.ifNoneMatch: tag])
            for (reply, status) in replies + [(unchanged, 304)] {
                #expect(reply.status == status)
                #expect(reply[.location] == location.replacing("/scim/", with: "/scim\(version)/"))
                #expect(reply[.contentLocation] == reply[.location])
            }
        }
    }

    @Test("a PATCH may be answered without the resource, unless a part of it is asked for", .shows("7644-3.5.2-k"))
    func patchWithoutResource() async {
        var limits = ServiceSettings()
        limits.answersPatchWithResource = false
        let client = Client(limits: limits)
        let id = await client.create("/Users", userBody)
        let body =
            #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[{"op":"add","path":"title","value":"Welder"}]}"#
        let patched = await client.send(.patch, "/Users/\(id)", body)
        #expect(patched.status == 204)
        #expect(patched.answer.body.isEmpty)
        let read = await client.send(.get, "/Users/\(id)")
        #expect(read.json["title"] == "Welder")
        #expect(patched[.eTag] == read[.eTag])
        let asked = await client.send(.patch, "/Users/\(id)?attributes=title", body)
        #expect(asked.status == 200)
        #expect(asked.json["title"] == "Welder")
    }

    @Test(
        "replace, patch, read and delete",
        .shows("7643-4.1.1-d", "7644-3.4.1-b", "7644-3.5-a", "7644-3.5.1-f", "7644-3.5.2-k", "7644-3.6-a", "7644-3.6-b")
    )
    func lifeCycle() async {
        let id = await client.create("/Users", userBody)
        let put = await client.send(.put, "/Users/\(id)", userBody.replacing("}", with: #","title":"Welder"}"#))
        #expect(put.status == 200)
        #expect(put.json["title"] == "Welder")
        let patch = await client.send(
            .patch, "/Users/\(id)",
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"active":false}}]}"#
        )
        #expect(patch.status == 200)
        #expect(patch.json["active"] == false)
        #expect(await client.send(.delete, "/Users/\(id)").status == 204)
        #expect(await client.send(.get, "/Users/\(id)").error?.status == "404")
        #expect(await client.send(.delete, "/Users/\(id)").status == 404)
    }

    @Test(
        "preconditions: 304, 412, and * (RFC 7644 §3.14)",
        .shows("7644-3.14-a", "7644-3.14-b", "7644-3.14-c", "7644-3.2-a", "9110-13.2.2-a"))
    func preconditions() async {
        let id = await client.create("/Users", userBody)
        let tag = await client.send(.get, "/Users/\(id)")[.eTag] ?? ""
        let fresh = await client.send(.get, "/Users/\(id)", headers: [.ifNoneMatch: tag])
        #expect(fresh.status == 304)
        #expect(fresh.answer.body.isEmpty)
        #expect(fresh[.eTag] == tag)
        #expect(
            await client.send(.put, "/Users/\(id)", userBody, headers: [.ifMatch: "W/\"old\""]).error?.status == "412")
        #expect(await client.send(.put, "/Users/\(id)", userBody, headers: [.ifMatch: "\"a\", \(tag)"]).status == 200)
        #expect(await client.send(.put, "/Users/\(id)", userBody, headers: [.ifMatch: "*"]).status == 200)
        #expect(await client.send(.put, "/Users/none", userBody, headers: [.ifMatch: "*"]).status == 404)
    }

    @Test(
        "lists tell totals as integers, clip pages and never answer 404",
        .shows(
            "7644-1.2-a", "7644-3.4.2-b", "7644-3.4.2-c", "7644-3.4.2-d", "7644-3.4.2.3-b", "7644-3.4.2.4-a",
            "7644-3.4.2.4-b", "7644-3.4.2.4-c"))
    func lists() async {
        for number in 1...5 {
            _ = await client.create("/Users", userBody.replacing("ines", with: "user\(number)"))
        }
        let page = await client.send(.get, "/Users?startIndex=2&count=2")
        #expect(page.json["totalResults"] == 5)
        #expect(page.json["startIndex"] == 2)
        #expect(page.json["itemsPerPage"] == 2)
        #expect(
            page.json["Resources"]?.array?.map { $0["userName"]?.string } == ["user2@example.com", "user3@example.com"])
        let none = await client.send(.get, "/Users?filter=userName+eq+%22nobody%22&")
        #expect(none.status == 200)
        #expect(none.json["totalResults"] == 0)
        #expect(none.json["Resources"] == [])
        #expect(await client.send(.get, "/Users?count=0").json["totalResults"] == 5)
        #expect(await client.send(.get, "/Users?count=-1").json["itemsPerPage"] == 0)
        #expect(await client.send(.get, "/Users?startIndex=-3&count=1").json["startIndex"] == 1)
        let sorted = await client.send(.get, "/Users?SORTBY=userName&sortOrder=descending&count=1&attributes=userName")
        #expect(sorted.json["Resources"]?.array?.first?["userName"] == "user5@example.com")
        #expect(sorted.json["Resources"]?.array?.first?["meta"] == nil)
    }

    @Test("a client that knows plain JSON alone gets it", .shows("7644-3.8-b"))
    func mediaType() async {
        for (accept, type) in [
            ("application/json", "application/json"), ("*/*", "application/scim+json"),
            ("application/scim+json, application/json", "application/scim+json"),
            ("application/json;q=0.9, */*", "application/scim+json"), ("text/html", "application/scim+json"),
        ] {
            #expect(await client.send(.get, "/Users", headers: [.accept: accept])[.contentType] == type)
        }
    }
}

@Suite("References lead back to the resource, whatever its id")
struct ReferenceTests {
    @Test(
        "an id with reserved characters is percent-encoded in URLs",
        .shows("7643-2.3.7-a", "7643-3.1-h", "7644-1.2-a", "7644-3.4.1-a"),
        arguments: ["cn=a,ou=b/x", "ü", "a b", "%41", "plain-1._~"])
    func location(_ id: String) async throws {
        let client = Client(store: OneUser(id: id))
        let list = await client.send(.get, "/Users")
        let location = try #require(list.json["Resources"]?.array?.first?["meta"]?["location"]?.string)
        let path = location.replacing("https://scim.test/scim", with: "")
        #expect(await client.send(.get, path).json["id"]?.string == id)
        #expect(await client.send(.head, path).status == 200)
    }

    /// A store whose only user has an id of its own choice.
    private struct OneUser: IdentityStore {
        struct Unused: Error {}

        let id: String
        private var user: Resource {
            let now = DateTime(millisecondsSinceEpoch: 0)
            return Resource(
                type: .user, id: ResourceID(id), version: Version("1"), created: now, lastModified: now,
                attributes: [.userName: "a"])
        }

        func create(_ draft: Draft) throws -> Resource { throw Unused() }
        func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? {
            key == user.key ? user : nil
        }
        func search(_ query: Query) throws -> Page { try query.page(of: [user]) }
        func update(_ resource: Resource, if precondition: Precondition) throws -> Resource { throw Unused() }
        func delete(_ key: ResourceKey, if precondition: Precondition) throws { throw Unused() }
    }
}
