import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2 — what PATCH leaves of a value")
struct PatchMergingConformanceTests {
    let provider = Provider()

    @Test("a whole extension is a complex attribute", .shows("7644-3.5.2.1-d", "7644-3.5.2.3-d"))
    func extensionIsMerged() async {
        let user = await provider.user("una", [.enterprise: ["department": "Dock"]])
        #expect(await user.patch(.add(URN.enterprise, ["costCenter": "C"])).verdict == "200")
        #expect(await user.patch(.replace(URN.enterprise, ["division": "D"])).verdict == "200")
        #expect(await user.patch(.replace([.enterprise: ["costCenter": .null]])).verdict == "200")
        #expect(await user.read()[.enterprise] == ["department": "Dock", "division": "D"])
    }

    @Test("a sub-attribute without filter is that of every value", .shows("7644-3.5.2.3-f"))
    func subAttributeOfEveryValue() async {
        let user = await provider.user("una", ["emails": [["value": "a@x", "display": "A"], ["value": "b@x"]]])
        #expect(await user.patch(.replace("emails.type", "home")).verdict == "200")
        #expect(await user.read()["emails"]?.array?.map { $0["type"] } == ["home", "home"])
        #expect(await user.patch(.remove("emails.display")).verdict == "200")
        #expect(await user.read()["emails"]?.array?.allSatisfy { $0["display"] == nil } == true)
    }

    @Test("an element that a filter names takes what is added", .shows("7644-3.5.2.1-d"))
    func elementIsMerged() async {
        let user = await provider.user("una", ["emails": [["value": "a@x", "type": "work"], ["value": "b@x"]]])
        #expect(await user.patch(.add(#"emails[type eq "work"]"#, ["display": "A"])).verdict == "200")
        #expect(
            await user.read()["emails"] == [["value": "a@x", "type": "work", "display": "A"], ["value": "b@x"]])
    }

    @Test("of two operations that choose a primary value the later one decides", .shows("7644-3.5.2-j"))
    func laterPrimaryValueWins() async {
        let user = await provider.user("una", ["emails": [["value": "a@x"], ["value": "b@x"]]])
        let reply = await user.patch(
            .replace(#"emails[value eq "a@x"].primary"#, true), .replace(#"emails[value eq "b@x"].primary"#, true))
        #expect(reply.verdict == "200")
        #expect(reply.json["emails"]?.array?.map { $0["primary"] == true } == [false, true])
        let added = await user.patch(
            .add("emails", [["value": "c@x", "primary": true]]), .add("emails", [["value": "d@x", "primary": true]]))
        #expect(added.json["emails"]?.array?.filter { $0["primary"] == true }.map { $0["value"] } == ["d@x"])
    }

    @Test("a replaced list has the primary value that it names", .shows("7644-3.5.2-j"))
    func replacedListNamesItsPrimaryValue() async {
        let user = await provider.user("una", ["emails": [["value": "a@x", "primary": true]]])
        let reply = await user.patch(.replace("emails", [["value": "a@x"], ["value": "b@x", "primary": true]]))
        #expect(reply.json["emails"]?.array?.map { $0["primary"] == true } == [false, true])
    }

    @Test(.shows("7644-3.5.2-f"))
    func immutableValueIsNotRemoved() async {
        let instrument = await Provider.ofInstruments.instrument(
            "scale", ["serialNumber": "1", "maker": ["country": "DE", "city": "Ulm"]])
        let before = await instrument.read()
        let operations: [AttributeValue] = [
            .remove("serialNumber"), .replace("serialNumber", .null), .remove("maker.country"),
            .replace("maker", ["country": .null]),
        ]
        for operation in operations {
            #expect(await instrument.patch(operation).verdict == "400 mutability", "\(operation.json)")
        }
        #expect(await instrument.read() == before)
    }

    @Test("members may come without path", .shows("7644-3.5.2.1-a", "7644-3.5.2.3-a"))
    func membersWithoutPath() async {
        let first = await provider.user("u1"), second = await provider.user("u2")
        let group = await provider.group("crew", [first])
        let added: AttributeValue = ["members": [[.value: .string(second.id)], ["value": "nobody"]]]
        #expect(await group.patch(.add(added)).verdict == "200")
        #expect(await group.members == [first.id, second.id])
        #expect(await group.patch(.replace(added)).verdict == "200")
        #expect(await group.members == [second.id])
        #expect(await group.patch(.replace(["members": []])).verdict == "200")
        #expect(await group.members == [])
    }

    @Test(.shows("7644-3.9-b", "7643-4.1.2-c"))
    func groupsAreProjected() async {
        let user = await provider.user("una")
        let group = await provider.group("crew", [user])
        #expect(await user.read(["attributes": "groups.value"])["groups"] == [[.value: .string(group.id)]])
        #expect(await user.read(["attributes": "groups"])["groups"]?.array?.first?["display"] == "crew")
        #expect(await user.read(["attributes": "userName"])["groups"] == nil)
        #expect(await user.read(["excludedAttributes": "groups"])["groups"] == nil)
        #expect(await user.read(["excludedAttributes": "groups.display"])["groups"]?.array?.first?["display"] == nil)
        #expect(await user.read(["excludedAttributes": "groups.display"])["groups"]?.array?.count == 1)
        let patched = await user.patch(.replace("title", "T"), query: ["attributes": "groups.value"])
        #expect(patched.json["groups"] == [[.value: .string(group.id)]])
    }
}
