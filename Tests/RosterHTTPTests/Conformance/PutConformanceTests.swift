import ConformanceLedger
import RosterTesting
import SCIM
import Testing

@Suite("RFC 7644 §3.5.1 — replacing with PUT")
struct PutConformanceTests {
    let provider = Provider()

    private func body(_ userName: String, _ more: Attributes = [:]) -> Attributes {
        var body: Attributes = [.schemas: [.string(URN.user)], .userName: .string(userName)]
        for (name, value) in more { body[name] = value }
        return body
    }

    @Test(.shows("7644-3.5.1-a"))
    func givenValuesReplaceTheOldOnes() async {
        let user = await provider.user(
            "una", ["title": "A", "emails": [["value": "o@x", "type": "work"], ["value": "p@x", "type": "home"]]])
        let reply = await user.put(
            body("una", ["title": "B", "emails": [["value": "n@x"]], "password": "new-secret"]))
        #expect(reply.verdict == "200")
        #expect(reply.json["title"] == "B")
        #expect(await user.read()["emails"] == [["value": "n@x"]])
        #expect(reply.json["password"] == nil)
    }

    @Test(.shows("7644-3.5.1-b"))
    func omittedAttributesAreCleared() async {
        let user = await provider.user("una", ["title": "A", "name": ["givenName": "Una"]])
        #expect(await user.put(body("una")).verdict == "200")
        let after = await user.read()
        #expect(after["title"] == nil)
        #expect(after["name"] == nil)
    }

    @Test(.shows("7644-3.5.1-b"))
    func nullAndEmptyArraysClear() async {
        let user = await provider.user("una", ["nickName": "U", "roles": [["value": "pilot"]]])
        #expect(await user.put(body("una", ["roles": [], "nickName": .null])).verdict == "200")
        let after = await user.read()
        #expect(after["roles"] == nil)
        #expect(after["nickName"] == nil)
    }

    @Test(.shows("7644-3.5.1-b"))
    func omittedExtensionIsClearedAndLeavesSchemas() async {
        let user = await provider.user("una", [.enterprise: ["department": "Dock"]])
        #expect(await user.read()["schemas"] == [.string(URN.user), .string(URN.enterprise)])
        #expect(await user.put(body("una")).verdict == "200")
        let after = await user.read()
        #expect(after[.enterprise] == nil)
        #expect(after["schemas"] == [.string(URN.user)])
    }

    @Test(.shows("7644-3.5.1-c"))
    func immutableValueHasToMatch() async {
        let instrument = await Provider.ofInstruments.instrument("scale", ["serialNumber": "1"])
        let before = await instrument.version
        let refused = await instrument.put(Instrument.body("scale", ["serialNumber": "2"]))
        #expect(refused.verdict == "400 mutability")
        #expect(await instrument.version == before)
        #expect(await instrument.put(Instrument.body("scale", ["serialNumber": "1", "range": 3])).verdict == "200")
        let after = await instrument.read()
        #expect(after["serialNumber"] == "1")
        #expect(after["range"] == 3)
    }

    @Test(.shows("7644-3.5.1-c"))
    func immutableAttributeWithoutValueTakesOne() async {
        let instrument = await Provider.ofInstruments.instrument("scale")
        #expect(await instrument.put(Instrument.body("scale", ["serialNumber": "7"])).verdict == "200")
        #expect(await instrument.read()["serialNumber"] == "7")
    }

    @Test(.shows("7644-3.5.1-d", "7643-4.1.2-d"))
    func readOnlyAttributesAreIgnored() async {
        let user = await provider.user("una")
        let group = await provider.group("crew", [user])
        let before = await user.read()
        let reply = await user.put(
            body(
                "una",
                [
                    "id": "other", "groups": [], "title": "B",
                    "meta": ["resourceType": "Group", "created": "2001-01-01T00:00:00Z", "version": "W/\"x\""],
                ]))
        #expect(reply.verdict == "200")
        let after = await user.read()
        #expect(after["id"] == .string(user.id))
        for part in ["resourceType", "created", "location"] as [AttributeName] {
            #expect(after["meta"]?[part] == before["meta"]?[part])
        }
        #expect(after["groups"]?.array?.map { $0["value"] } == [.string(group.id)])
        #expect(after["title"] == "B")
    }

    @Test(.shows("7644-3.5.1-e"))
    func requiredAttributeHasToBeThere() async {
        let user = await provider.user("una", ["title": "A"])
        let before = await user.read()
        #expect(await user.put([.schemas: [.string(URN.user)], "title": "B"]).verdict == "400 invalidValue")
        #expect(await user.read() == before)
    }

    @Test(.shows("7644-3.5.1-f"))
    func successShowsTheWholeResource() async throws {
        let user = await provider.user("una", ["title": "A", "locale": "en-US"])
        let before = await user.read()
        var after = before
        var changes = 0
        // The clock counts milliseconds, and more than one change may fall into each.
        repeat {
            changes += 1
            let reply = await user.put(body("una", ["title": .string("B\(changes)")]))
            #expect(reply.status == 200)
            #expect(reply.json["meta"]?["version"] != after["meta"]?["version"])
            after = await user.read()
            #expect(reply.json == after)
        } while after["meta"]?["lastModified"] == before["meta"]?["lastModified"] && changes < 10_000
        #expect(after["locale"] == nil)
        #expect(after["meta"]?["created"] == before["meta"]?["created"])
        let old = try #require(before["meta"]?["lastModified"]?.string.flatMap { DateTime($0) })
        let new = try #require(after["meta"]?["lastModified"]?.string.flatMap { DateTime($0) })
        #expect(old < new)
    }

    @Test(.shows("7644-3.5.1-f"))
    func putOfWhatIsThereChangesNothing() async {
        let user = await provider.user("una", ["title": "A"])
        let before = await user.read()
        #expect(await user.put(body("una", ["title": "A"])).json == before)
    }

    @Test("a store may keep a password of its own", .shows("7644-3.5.1-g"))
    func omittedPasswordStays() async throws {
        let store = InMemoryStore()
        let kept = try await store.create(
            Draft(unchecked: [.userName: "una", .password: "of the store", "title": "A"], as: .user))
        let user = Kept(provider: Provider(store: store), path: "/Users/\(kept.id.text)", id: kept.id.text)
        #expect(await user.put(body("una", ["title": "B"])).verdict == "200")
        let after = await store.resource(kept.key, selecting: .byDefault)
        #expect(after?.attributes["title"] == "B")
        #expect(after?.attributes[.password] == "of the store")
    }

    @Test(.shows("7644-3.5.2-m"))
    func takenUserNameIsAConflict() async {
        _ = await provider.user("bea")
        let user = await provider.user("una")
        #expect(await user.put(body("BEA")).verdict == "409 uniqueness")
        #expect(await user.read()["userName"] == "una")
        #expect(await user.put(body("UNA")).verdict == "200")
        #expect(await user.read()["userName"] == "UNA")
    }
}
