import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7643 §3 — schemas, id, externalId and meta")
struct CommonAttributeConformanceTests {
    let client = Client()

    @Test(.shows("7643-3-a"))
    func aResourceNamesItsSchemasEachOnce() async {
        let reply = await client.send(
            .post, "/Users",
            """
            {"schemas":["\(Sample.enterprise)","\(Sample.user)","\(Sample.user)"],"userName":"t",
            \(Sample.enterprise(#""department":"d""#))}
            """)
        #expect(reply.outcome == "201")
        #expect(reply.json["schemas"] == [.string(Sample.user), .string(Sample.enterprise)])
        #expect(await client.send(.get, "/Users/\(reply.id)").json["schemas"] == reply.json["schemas"])
    }

    @Test(
        .shows("7643-3-b"),
        arguments: [
            #"{"schemas":["\#(Sample.group)"],"userName":"t"}"#, #"{"schemas":[1],"userName":"t"}"#,
        ])
    func aBodyWithoutTheSchemaOfItsEndpointIsRefused(_ body: String) async {
        #expect(await client.send(.post, "/Users", body).outcome == "400 invalidSyntax")
        let id = await client.newUser("t").id
        #expect(await client.send(.put, "/Users/\(id)", body).outcome == "400 invalidSyntax")
    }

    @Test(
        "connectors leave 'schemas' out, which is refused where nothing is tolerated", .shows("7643-3-b"),
        arguments: [
            #"{"userName":"t"}"#, #"{"schemas":[],"userName":"t"}"#, #"{"schemas":null,"userName":"t"}"#,
            #"{"schemas":"\#(Sample.user)","userName":"t"}"#,
        ])
    func aBodyMayLackItsSchemas(_ body: String) async {
        let reply = await client.send(.post, "/Users", body)
        #expect(reply.outcome == "201")
        #expect(reply.json["schemas"] == [.string(Sample.user)])
        #expect(await client.send(.put, "/Users/\(reply.id)", body).outcome == "200")
        #expect(await Client.strict.send(.post, "/Users", body).outcome == "400 invalidSyntax")
    }

    @Test("Entra ID and OneLogin name schemas of their own", .shows("7643-3-b"))
    func aSchemaThatNobodyKnowsIsPassedOver() async {
        let reply = await client.send(.post, "/Users", #"{"schemas":["\#(Sample.user)","urn:x:y"],"userName":"t"}"#)
        #expect(reply.outcome == "201")
        #expect(reply.json["schemas"] == [.string(Sample.user)])
    }

    @Test(.shows("7643-3.1-a", "7643-3.1-f", "7644-3.3-a"))
    func idAndMetaAreTheProvidersOwn() async {
        let meta = #""meta":{"created":"1970-01-01T00:00:00Z","location":"x","version":"x","resourceType":"x"}"#
        let created = await client.newUser("t", #""id":"mine""#, meta, #""groups":[{"value":"g"}]"#)
        #expect(created.outcome == "201")
        #expect(!created.id.isEmpty && created.id != "mine")
        #expect(created.json["groups"] == nil)
        #expect(created.json["meta"]?["resourceType"] == "User")
        #expect(created.json["meta"]?["location"] == .string("https://scim.test/scim/Users/\(created.id)"))
        #expect(created.json["meta"]?["created"]?.string?.hasPrefix("1970") == false)
        #expect(created.json["meta"]?["lastModified"] == created.json["meta"]?["created"])
        let replaced = await client.send(.put, "/Users/\(created.id)", Sample.user("t", #""id":"mine""#, meta))
        #expect(replaced.json == created.json)
        #expect(await client.send(.get, "/Users/\(created.id)?attributes=userName").json["meta"] == nil)
    }

    @Test(.shows("7643-3.1-b"))
    func noTwoResourcesShareAnIdAndNoneIsGivenTwice() async {
        var ids: Set<String> = []
        for number in 0..<250 {
            let user = await client.newUser("u\(number)").id
            let group = await client.newGroup("g\(number)").id
            #expect(ids.insert(user).inserted && ids.insert(group).inserted)
            #expect(!user.contains("bulkId") && !group.contains("bulkId"))
            if number.isMultiple(of: 2) { _ = await client.send(.delete, "/Users/\(user)") }
        }
        #expect(ids.count == 500)
        let user = await client.newUser("t")
        #expect(await client.send(.get, "/Users/\(user.id)").id == user.id)
        #expect(await client.send(.put, "/Users/\(user.id)", Sample.user("other")).id == user.id)
    }

    @Test(.shows("7643-3.1-c", "7643-7-d"))
    func anIdIsCaseExactReadOnlyAndAlwaysReturned() async {
        let id = await letteredID()
        let path = "/Users/\(id)"
        #expect(await client.send(.get, "/Users/\(id.uppercased())").outcome == "404")
        #expect(await client.matching(#"id eq "\#(id.uppercased())""#).total == 0)
        #expect(await client.matching(#"id eq "\#(id)""#).total == 1)
        #expect(await client.send(.get, "\(path)?excludedAttributes=id,userName").id == id)
        #expect(await client.send(.get, "\(path)?attributes=title").id == id)
        #expect(await client.replace("id", in: path, by: #""x""#).outcome == "400 mutability")
    }

    @Test(.shows("7643-3.1-d"))
    func tenantsDoNotShareExternalIds() async {
        let other = Client()
        let first = await client.newUser("t", #""externalId":"7""#)
        let second = await other.newUser("t", #""externalId":"7""#)
        #expect(first.outcome == "201")
        #expect(second.outcome == "201")
        #expect(await client.matching(#"externalId eq "7""#).ids == [first.id])
        #expect(await other.matching(#"externalId eq "7""#).ids == [second.id])
    }

    @Test(.shows("7643-3.1-e"))
    func anExternalIdIsTheClientsCaseExactAndNeedNotBeUnique() async {
        let first = await client.newUser("t", #""externalId":"ABC""#)
        #expect(await client.newUser("u", #""externalId":"ABC""#).outcome == "201")
        #expect(await client.newUser("v").json["externalId"] == nil)
        #expect(await client.matching(#"externalId eq "abc""#).total == 0)
        #expect(await client.matching(#"externalId eq "ABC""#).total == 2)
        #expect(
            await client.replace("externalId", in: "/Users/\(first.id)", by: #""D""#).json["externalId"] == "D")
    }

    @Test(.shows("7643-3.1-g"))
    func lastModifiedMovesWithChangesAndCreatedStays() async throws {
        let created = await client.newUser("t")
        let time = created.json["meta"]?["created"]
        #expect(created.json["meta"]?["lastModified"] == time)
        // The clock counts milliseconds, and more than one change may fall into each.
        var changed = created
        var changes = 0
        repeat {
            changes += 1
            changed = await client.replace("title", in: "/Users/\(created.id)", by: #""\#(changes)""#)
        } while changed.json["meta"]?["lastModified"] == time && changes < 10_000
        #expect(changed.json["meta"]?["created"] == time)
        let before = try #require(time?.string.flatMap { DateTime($0) })
        let after = try #require(changed.json["meta"]?["lastModified"]?.string.flatMap { DateTime($0) })
        #expect(before < after)
    }

    @Test(.shows("7643-3.1-h", "7643-3.1-i", "7644-3.14-a"))
    func metaAgreesWithTheHeaders() async {
        let created = await client.newUser("t")
        let read = await client.send(.get, "/Users/\(created.id)")
        let replaced = await client.send(.put, "/Users/\(created.id)", Sample.user("t", #""title":"x""#))
        let patched = await client.replace("title", in: "/Users/\(created.id)", by: #""y""#)
        for reply in [created, read, replaced, patched] {
            let meta = reply.json["meta"]
            #expect(reply[.eTag] == meta?["version"]?.string)
            #expect(reply[.eTag]?.wholeMatch(of: /W\/"[^"]+"/) != nil)
            #expect(reply[.location] == meta?["location"]?.string)
            #expect((reply[.contentLocation] ?? reply[.location]) == reply[.location])
            #expect(await client.follow(meta?["location"]?.string).id == created.id)
        }
    }

    @Test(.shows("7643-3.1-j"))
    func resourcesOfAllTypesHaveTheCommonAttributes() async {
        let client = Client(types: [.user, .group, Gadget.type])
        for (endpoint, created) in [
            ("/Users", await client.newUser("t", #""externalId":"x""#)),
            ("/Groups", await client.send(.post, "/Groups", Sample.group("g", #""externalId":"x""#))),
            ("/Gadgets", await client.send(.post, "/Gadgets", Gadget.body(#""externalId":"x""#))),
        ] {
            let reply = await client.send(.get, "\(endpoint)/\(created.id)")
            #expect(reply.id == created.id)
            #expect(reply.json["meta"]?["lastModified"]?.string != nil)
            #expect(await client.matching(#"externalId eq "x""#, at: endpoint).ids == [created.id])
        }
        for schema in await client.send(.get, "/Schemas").resources.prefix(4) {
            let names = schema["attributes"]?.array?.compactMap { $0["name"]?.string } ?? []
            #expect(Set(names).isDisjoint(with: ["id", "externalId", "meta", "schemas"]))
        }
    }

    @Test(.shows("7643-3.3-a"))
    func anExtensionStandsUnderItsURIAndIsListedWhereItIsUsed() async {
        let with = await client.newUser("t", Sample.enterprise(#""department":"d""#))
        #expect(with.outcome == "201")
        #expect(with.json[AttributeName(Sample.enterprise)] == ["department": "d"])
        #expect(with.json["department"] == nil)
        #expect(with.json["schemas"] == [.string(Sample.user), .string(Sample.enterprise)])
        let without = await client.send(
            .post, "/Users", #"{"schemas":["\#(Sample.user)","\#(Sample.enterprise)"],"userName":"u"}"#)
        #expect(without.json["schemas"] == [.string(Sample.user)])
        let removed = await client.send(
            .patch, "/Users/\(with.id)",
            Sample.patch(#"{"op":"remove","path":"\#(Sample.enterprise):department"}"#))
        #expect(removed.json["schemas"] == [.string(Sample.user)])
        #expect(removed.json[AttributeName(Sample.enterprise)] == nil)
    }

    /// The id of a user that has a letter in it, so that it can be spelled in another letter case.
    private func letteredID() async -> String {
        for number in 0..<100 {
            let id = await client.newUser("u\(number)").id
            if id != id.uppercased() { return id }
        }
        return ""
    }
}
