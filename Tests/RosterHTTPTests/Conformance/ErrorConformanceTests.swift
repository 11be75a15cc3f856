import ConformanceLedger
import HTTPTypes
import RosterCore
import RosterHTTP
import SCIM
import Testing

@Suite("RFC 7644 §3.12, RFC 9110 §15.5.6 — failures")
struct ErrorConformanceTests {
    let client = Client()

    @Test(.shows("7644-3.12-a", "7644-3.12-b", "7644-3.1-a"))
    func everyFailureHasTheBodyOfAnError() async {
        var stranger = client
        stranger.token = "bad"
        let id = await client.newUser("t").id
        for (reply, status) in [
            (await client.send(.get, "/nope"), 404), (await client.send(.post, "/Users", "{"), 400),
            (await stranger.send(.get, "/Users"), 401), (await client.send(.delete, "/Users"), 405),
            (await client.newUser("t"), 409), (await client.matching("userName"), 400),
            (await client.send(.put, "/Users/\(id)", Sample.user("t"), headers: [.ifMatch: #"W/"old""#]), 412),
            (await client.replace("nope", in: "/Users/\(id)", by: "1"), 400),
            (await client.replace("id", in: "/Users/\(id)", by: "1"), 400),
            (await client.send(.post, "/Users", "<a/>", headers: [.contentType: "text/xml"]), 415),
            (await Client(store: Broken()).send(.get, "/Users"), 500),
        ] {
            #expect(reply.status == status)
            #expect(reply[.contentType] == "application/scim+json")
            #expect(reply.json["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
            #expect(reply.json["status"] == .string(String(status)))
            #expect(reply.json["detail"]?.string?.isEmpty == false)
            let keywords = [
                nil, "invalidFilter", "tooMany", "uniqueness", "mutability", "invalidSyntax", "invalidPath", "noTarget",
                "invalidValue", "invalidVers", "sensitive", "invalidCursor", "expiredCursor", "invalidCount",
            ]
            #expect(keywords.contains(reply.json["scimType"]?.string))
        }
    }

    @Test(.shows("7644-3.12-c"))
    func anInternalErrorTellsNoInternals() async {
        let client = Client(store: Broken())
        for reply in [
            await client.send(.get, "/Users"), await client.send(.get, "/Users/1"),
            await client.newUser("t"), await client.send(.delete, "/Users/1"),
        ] {
            #expect(reply.outcome == "500")
            #expect(!reply.text.contains("Broken") && !reply.text.contains("secret"))
        }
    }

    @Test(.shows("7644-3.12-a"))
    func aStoreThatIsBusySaysWhenToTryAgain() async throws {
        let client = Client(store: RefusingStore(error: SCIMError(.unavailable, "busy")))
        for reply in [
            await client.send(.get, "/Users"), await client.send(.get, "/Users/1"), await client.newUser("t"),
            await client.send(.put, "/Users/1", Sample.user("t")), await client.send(.delete, "/Users/1"),
        ] {
            #expect(reply.outcome == "503")
            let delay = try #require(reply[.retryAfter])
            #expect(delay.wholeMatch(of: /[1-9][0-9]*/) != nil)
        }
    }

    @Test(.shows("9110-15.5.6-a"))
    func aMethodThatIsNotOfferedAnswers405WithThoseThatAre() async {
        let id = await client.newUser("t").id
        for (method, path, allowed) in [
            (HTTPRequest.Method.post, "/Users/\(id)", "GET, HEAD, PUT, PATCH, DELETE"),
            (.delete, "/Users", "GET, HEAD, POST"), (.put, "/Users", "GET, HEAD, POST"),
            (.patch, "/Groups", "GET, HEAD, POST"), (.put, "/Schemas", "GET, HEAD"),
        ] {
            let reply = await client.send(method, path, Sample.user("u"))
            #expect(reply.outcome == "405")
            #expect(reply[.allow] == allowed)
        }
    }

    @Test("the server leaves the body of an answer to HEAD out", .shows("9110-15.5.6-a"))
    func headAnswersTheHeadersOfGet() async throws {
        let id = await client.newUser("t").id
        for path in ["/Users/\(id)", "/Users", "/ServiceProviderConfig"] {
            let name = try #require(HTTPField.Name("X-Request-Id"))
            let get = await client.send(.get, path, headers: [name: "1"])
            let head = await client.send(.head, path, headers: [name: "1"])
            #expect(head.outcome == "200")
            #expect(head.answer.head == get.answer.head)
        }
    }

    @Test(.shows("7644-7.7-a"))
    func quotesInAFilterAreText() async {
        _ = await client.newUser("a")
        _ = await client.newUser("b")
        let odd = await client.send(.post, "/Users", Sample.user(#"a\" or 1=1--"#))
        #expect(odd.outcome == "201")
        #expect(await client.matching(#"userName eq "a\" or 1=1--""#).ids == [odd.id])
        #expect(await client.matching(#"userName eq "a\" or userName pr or \"""#).total == 0)
        #expect(await client.matching(#"userName eq "a" or 1=1--"#).outcome == "400 invalidFilter")
    }

    /// A store that cannot do anything.
    private struct Broken: IdentityStore {
        struct Failure: Error, CustomStringConvertible {
            let description = "secret of the Broken store"
        }

        func create(_ draft: Draft) throws -> Resource { throw Failure() }
        func resource(_ key: ResourceKey, selecting selection: AttributeSelection) throws -> Resource? {
            throw Failure()
        }
        func search(_ query: Query) throws -> Page { throw Failure() }
        func update(_ resource: Resource, if precondition: Precondition) throws -> Resource { throw Failure() }
        func delete(_ key: ResourceKey, if precondition: Precondition) throws { throw Failure() }
    }
}
