import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7644 §3.1–§3.4.1 — creating and reading")
struct CreateConformanceTests {
    let client = Client()

    @Test(.shows("7644-3.3-c", "7644-3.3-d"))
    func creationAnswers201WithTheResourceAndItsPlace() async {
        let created = await client.newUser("t", #""title":"x""#)
        #expect(created.outcome == "201")
        #expect(created.names == ["schemas", "id", "userName", "title", "meta"])
        #expect(created[.location] == created.json["meta"]?["location"]?.string)
        let read = await client.follow(created[.location])
        #expect(read.outcome == "200")
        #expect(read.json == created.json)
    }

    @Test(.shows("7644-3.1-c"))
    func answersShowTheStateAndNotTheRequest() async {
        let created = await client.newUser(
            "t", #""id":"x""#, #""shoeSize":44"#, #""active":"True""#, #""title":null"#, #""TITLE2":"y""#)
        #expect(created.names == ["schemas", "id", "userName", "active", "meta"])
        #expect(created.json["active"] == true)
        #expect(await client.send(.get, "/Users/\(created.id)").text == created.text)
    }

    @Test(.shows("7644-3.2-a"))
    func putCreatesNothing() async {
        #expect(await client.send(.put, "/Users/no-such-id", Sample.user("t")).outcome == "404")
        #expect(await client.send(.get, "/Users/no-such-id").outcome == "404")
        #expect(await client.send(.get, "/Users").total == 0)
    }

    @Test(.shows("7644-3.3-b"))
    func noDefaultIsGivenToWhatIsOmitted() async {
        let omitted = await client.send(.post, "/Users", Sample.user("t"))
        #expect(omitted.outcome == "201")
        #expect(omitted.names == ["schemas", "id", "userName", "meta"])
        let unassigned = await client.newUser("u", #""active":null"#, #""emails":[]"#)
        #expect(unassigned.outcome == "201")
        #expect(unassigned.names == ["schemas", "id", "userName", "meta"])
    }

    @Test(.shows("7644-3.3-e"))
    func aCollisionAnswers409() async {
        _ = await client.newUser("t")
        let reply = await client.newUser("t")
        #expect(reply.outcome == "409 uniqueness")
        #expect(await client.send(.get, "/Users").total == 1)
    }

    @Test(
        .shows("7644-3.3-f", "7644-3.12-b"),
        arguments: [
            #"{"a":"#, "[]", #""x""#, "garbage", "", "1", "null", "{} {}", #"{"userName":"a","userName":"b"}"#,
            #"{"userName":"\#u{1}"}"#, #"{"userName":"\uD800"}"#,
        ])
    func aBodyThatIsNoObjectIsRefused(_ body: String) async {
        #expect(await client.send(.post, "/Users", body).outcome == "400 invalidSyntax")
    }

    @Test(.shows("7644-3.3-g"))
    func unknownAttributesAreNotKept() async {
        let created = await client.newUser("t", #""shoeSize":"forty-four""#, #""urn:x:y":{"a":1}"#)
        #expect(created.outcome == "201")
        #expect(created.names == ["schemas", "id", "userName", "meta"])
        #expect(!(await client.send(.get, "/Users/\(created.id)").text.contains("forty-four")))
    }

    @Test(.shows("7644-3.3.1-a"))
    func theResourceTypeFollowsFromTheEndpoint() async {
        for (endpoint, body, type) in [
            ("/Users", Sample.user("t", #""meta":{"resourceType":"Group"}"#), "User"),
            ("/Groups", Sample.group("g", #""meta":{"resourceType":"User"}"#), "Group"),
        ] {
            let created = await client.send(.post, endpoint, body)
            let read = await client.send(.get, "\(endpoint)/\(created.id)")
            for reply in [created, read] { #expect(reply.json["meta"]?["resourceType"] == .string(type)) }
        }
    }

    @Test(.shows("7644-3.4.1-a"))
    func readingAnswersWhatIsReturnedByDefault() async {
        let created = await client.newUser(
            "t", #""title":"x""#, #""password":"p""#, #""emails":[{"value":"a@x"}]"#)
        let read = await client.send(.get, "/Users/\(created.id)")
        #expect(read.outcome == "200")
        #expect(read[.contentType] == "application/scim+json")
        #expect(read.names == ["schemas", "id", "userName", "title", "emails", "meta"])
        #expect(read.id == created.id)
    }

    @Test(.shows("7644-3.4.1-b", "7644-3.12-a"))
    func whatDoesNotExistAnswers404() async {
        let patch = Sample.patch(Sample.replacing("title", #""x""#))
        for path in ["/Users/nope", "/Groups/nope"] {
            let body = path.hasPrefix("/Users") ? Sample.user("t") : Sample.group("g")
            #expect(await client.send(.get, path).outcome == "404")
            #expect(await client.send(.put, path, body).outcome == "404")
            #expect(await client.send(.delete, path).outcome == "404")
        }
        #expect(await client.send(.patch, "/Users/nope", patch).outcome == "404")
        for path in ["/Nonsense", "/users", "/Users/a/b", "/Bulk/a", "/Me/a"] {
            #expect(await client.send(.get, path).outcome == "404", "\(path)")
        }
    }

    @Test(.shows("7644-3.4.1-c"))
    func anIdIsFoundUnderItsOwnEndpointAlone() async {
        let user = await client.newUser("t").id
        let group = await client.newGroup("g").id
        #expect(await client.send(.get, "/Users/\(group)").outcome == "404")
        #expect(await client.send(.get, "/Groups/\(user)").outcome == "404")
        #expect(await client.send(.delete, "/Groups/\(user)").outcome == "404")
        #expect(await client.send(.get, "/Users/\(user)").outcome == "200")
    }
}
