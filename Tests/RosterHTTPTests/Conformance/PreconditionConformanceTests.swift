import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7644 §3.14, RFC 9110 §13 — versions and preconditions")
struct PreconditionConformanceTests {
    let client = Client()

    @Test(.shows("7644-3.14-b", "9110-13.1.2-a"))
    func whatIsKnownAlreadyIsNotSentAgain() async throws {
        let user = await client.newUser("t")
        let path = "/Users/\(user.id)"
        let tag = try #require(user[.eTag])
        let strong = tag.replacing("W/", with: "")
        for method in [HTTPRequest.Method.get, .head] {
            for known in [tag, strong, "*", #""a", \#(tag)"#] {
                let reply = await client.send(method, path, headers: [.ifNoneMatch: known])
                #expect(reply.outcome == "304", "\(known)")
                #expect(reply.text.isEmpty)
                #expect(reply[.eTag] == tag)
            }
        }
        #expect(await client.send(.get, "\(path)?attributes=id", headers: [.ifNoneMatch: tag]).outcome == "304")
        let other = await client.send(.get, path, headers: [.ifNoneMatch: #"W/"other""#])
        #expect(other.outcome == "200")
        #expect(other.id == user.id)
    }

    @Test(.shows("7644-3.14-c", "7644-3.14-d"))
    func aCurrentTagLetsAWriteThrough() async throws {
        let id = await client.newUser("t").id
        let path = "/Users/\(id)"
        for (number, form) in ["{}", #""a", {}"#, #"W/"b",{}"#, "*"].enumerated() {
            let tag = try #require(await client.send(.get, path)[.eTag])
            let condition = form.replacing("{}", with: tag)
            let body = Sample.user("t", #""title":"\#(number)""#)
            let reply = await client.send(.put, path, body, headers: [.ifMatch: condition])
            #expect(reply.outcome == "200", "\(condition)")
            #expect(reply[.eTag] != tag)
        }
        let tag = try #require(await client.send(.get, path)[.eTag])
        let patch = Sample.patch(Sample.replacing("title", #""x""#))
        let patched = await client.send(.patch, path, patch, headers: [.ifMatch: tag])
        #expect(patched.outcome == "200")
        let deleted = await client.send(.delete, path, headers: [.ifMatch: patched[.eTag] ?? ""])
        #expect(deleted.outcome == "204")
    }

    @Test(.shows("7644-3.14-c"))
    func aStaleTagStopsAWriteAndNothingChanges() async throws {
        let user = await client.newUser("t")
        let path = "/Users/\(user.id)"
        let current = await client.replace("title", in: path, by: #""x""#)
        let stale = try #require(user[.eTag])
        let patch = Sample.patch(Sample.replacing("title", #""y""#))
        for tag in [stale, #"W/"old""#, #""old", "older""#, ""] {
            #expect(await client.send(.put, path, Sample.user("u"), headers: [.ifMatch: tag]).outcome == "412")
            #expect(await client.send(.patch, path, patch, headers: [.ifMatch: tag]).outcome == "412")
            #expect(await client.send(.delete, path, headers: [.ifMatch: tag]).outcome == "412")
        }
        #expect(await client.send(.get, path).text == current.text)
    }

    @Test(.shows("7644-3.14-e"))
    func eachChangeHasAVersionOfItsOwnAndReadingHasNone() async {
        let user = await client.newUser("t")
        let path = "/Users/\(user.id)"
        var seen: Set = [user[.eTag]]
        for title in ["a", "b", "a"] {
            let changed = await client.replace("title", in: path, by: #""\#(title)""#)
            #expect(seen.insert(changed[.eTag]).inserted)
            for _ in 0..<2 { #expect(await client.send(.get, path)[.eTag] == changed[.eTag]) }
        }
        let group = await client.newGroup("g")
        let added = await client.send(
            .patch, "/Groups/\(group.id)",
            Sample.patch(#"{"op":"add","path":"members","value":[{"value":"\#(user.id)"}]}"#))
        #expect(added[.eTag] != group[.eTag])
    }

    @Test(.shows("9110-13.1.2-a"))
    func ifNoneMatchStopsAWriteOnWhatItNames() async throws {
        let user = await client.newUser("t")
        let path = "/Users/\(user.id)"
        let tag = try #require(user[.eTag])
        for condition in ["*", tag] {
            let headers = [HTTPField.Name.ifNoneMatch: condition]
            #expect(await client.send(.put, path, Sample.user("u"), headers: headers).outcome == "412")
            #expect(await client.send(.delete, path, headers: headers).outcome == "412")
        }
        #expect(await client.send(.get, path).text == user.text)
        let other = await client.send(.put, path, Sample.user("u"), headers: [.ifNoneMatch: #"W/"other""#])
        #expect(other.outcome == "200")
    }

    @Test(.shows("9110-13.2.2-a"))
    func preconditionsComeAfterCredentialsAndExistence() async throws {
        let user = await client.newUser("t")
        let tag = try #require(user[.eTag])
        for method in [HTTPRequest.Method.put, .delete] {
            for condition in ["*", tag] {
                let reply = await client.send(method, "/Users/nope", Sample.user("t"), headers: [.ifMatch: condition])
                #expect(reply.outcome == "404")
            }
        }
        var stranger = client
        stranger.token = nil
        let unknown = await stranger.send(.delete, "/Users/\(user.id)", headers: [.ifMatch: #"W/"old""#])
        #expect(unknown.outcome == "401")
        // A stale If-Match decides before If-None-Match does.
        let both = await client.send(
            .put, "/Users/\(user.id)", Sample.user("t"), headers: [.ifMatch: #"W/"old""#, .ifNoneMatch: #"W/"old""#])
        #expect(both.outcome == "412")
        let reading = await client.send(
            .get, "/Users/\(user.id)", headers: [.ifMatch: #"W/"old""#, .ifNoneMatch: tag])
        #expect(reading.outcome == "412")
        let known = await client.send(.get, "/Users/\(user.id)", headers: [.ifMatch: tag, .ifNoneMatch: tag])
        #expect(known.outcome == "304")
    }
}
