import ConformanceLedger
import HTTPTypes
import RosterHTTP
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2, §3.5.2.3 — PATCH that replaces")
struct PatchReplaceConformanceTests {
    let provider = Provider()

    @Test(.shows("7644-3.5-a"))
    func patchIsAnnouncedAndAnswered() async {
        let config = await provider.get("/ServiceProviderConfig").json
        #expect(config["patch"] == ["supported": true])
        let user = await provider.user("una")
        #expect(await user.patch(.replace("title", "x")).verdict == "200")
    }

    @Test(.shows("7644-3.5.2-h"))
    func operationsRunInOrder() async {
        let first = await provider.user("u1"), second = await provider.user("u2")
        let titled = await first.patch(.add("title", "a"), .replace("title", "b"), .remove("title"))
        #expect(titled.verdict == "200")
        #expect(await first.read()["title"] == nil)
        let group = await provider.group("crew", [second])
        let refilled = await group.patch(.remove("members"), .add("members", [[.value: .string(first.id)]]))
        #expect(refilled.verdict == "200")
        #expect(await group.members == [first.id])
    }

    @Test(.shows("7644-3.5.2-h"))
    func laterOperationSeesTheEarlierOne() async {
        let user = await provider.user("una")
        let reply = await user.patch(
            .add("emails", [["value": "n@x", "type": "work"]]), .replace(#"emails[type eq "work"].value"#, "m@x"))
        #expect(reply.json["emails"] == [["value": "m@x", "type": "work"]])
    }

    @Test(
        .shows("7644-3.5.2-i"), arguments: [("id", "q"), ("shoeSize", "4"), ("userName", "bea"), ("active", "maybe")])
    func oneFailureUndoesAll(_ path: String, _ value: String) async {
        _ = await provider.user("bea")
        let user = await provider.user("una", ["title": "T", "emails": [["value": "a@x"]]])
        let before = await user.read()
        let reply = await user.patch(.replace("title", "z"), .remove("emails"), .replace(path, .string(value)))
        #expect(reply.status == (path == "userName" ? 409 : 400))
        #expect(await user.read() == before)
    }

    @Test(.shows("7644-3.5.2-k"))
    func successShowsTheWholeResourceAndItsVersion() async {
        let user = await provider.user("una", ["nickName": "N"])
        let before = await user.version
        let reply = await user.patch(.replace("title", "x"))
        #expect(reply.status == 200)
        #expect(await user.read() == reply.json)
        #expect(reply[.eTag] == reply.json["meta"]?["version"]?.string)
        #expect(reply[.eTag] != before)
    }

    @Test("many members are not sent back, unless they are asked for", .shows("7644-3.5.2-k", "7644-3.5.2-l"))
    func largeGroupsAreAnsweredWithoutBody() async {
        var users: [Kept] = []
        for number in 0...100 { users.append(await provider.user("u\(number)")) }
        let group = await provider.group("crew", users)
        let reply = await group.patch(.replace("displayName", "team"))
        #expect(reply.status == 204)
        #expect(reply.answer.body.isEmpty)
        #expect(reply[.eTag] == (await group.version))
        let asked = await group.patch(.replace("displayName", "staff"), query: ["attributes": "members"])
        #expect(asked.status == 200)
        #expect(asked.json["members"]?.array?.count == 101)
    }

    @Test(.shows("7644-3.5.2-l", "7644-3.9-c"))
    func answerIsProjected() async {
        let user = await provider.user("una", ["nickName": "N"])
        let reply = await user.patch(.replace("title", "x"), query: ["attributes": "title"])
        #expect(reply.status == 200)
        #expect(Set(reply.topNames) == ["schemas", "id", "title"])
        #expect(reply.json["title"] == "x")
    }

    @Test("Entra ID writes dotted and qualified keys", .shows("interop-Entra-b"))
    func keysOfAValueWithoutPathMayBePaths() async {
        let user = await provider.user("una", ["name": ["familyName": "F"]])
        let value: AttributeValue = [
            "name.givenName": "X", AttributeName("\(URN.enterprise):department"): "d",
            .enterprise: ["division": "v"],
        ]
        let reply = await user.patch(.replace(value))
        #expect(reply.verdict == "200")
        let after = await user.read()
        #expect(after["name"] == ["familyName": "F", "givenName": "X"])
        #expect(after[.enterprise] == ["department": "d", "division": "v"])
        #expect(!reply.topNames.contains("name.givenName"))
        #expect(!reply.topNames.contains("\(URN.enterprise):department"))
    }

    @Test("Entra ID writes Booleans as strings", .shows("interop-Entra-c"), arguments: ["False", "false"])
    func textBecomesABoolean(_ text: String) async {
        let user = await provider.user("una", ["active": true])
        #expect(await user.patch(.replace("active", .string(text))).json["active"] == false)
        #expect(await user.patch(.replace("active", "True")).json["active"] == true)
    }

    @Test("Entra ID writes the manager as an id", .shows("interop-Entra-c"))
    func bareIdIsTheManager() async {
        let boss = await provider.user("boss"), user = await provider.user("una")
        let reply = await user.patch(
            ["op": "Add", "path": .string("\(URN.enterprise):manager"), "value": .string(boss.id)])
        #expect(reply.json[.enterprise]?["manager"]?["value"] == .string(boss.id))
    }

    @Test(.shows("7644-3.5.2-h", "7644-3.5.2.3-a"))
    func withoutPathOnlyWhatIsNamedIsReplaced() async {
        let user = await provider.user(
            "una", ["title": "T", "emails": [["value": "o@x", "type": "work"], ["value": "p@x", "type": "home"]]])
        let reply = await user.patch(.replace(["nickName": "N", "emails": [["value": "a@x"]]]))
        #expect(reply.verdict == "200")
        let after = await user.read()
        #expect(after["emails"] == [["value": "a@x"]])
        #expect(after["nickName"] == "N")
        #expect(after["title"] == "T")
    }

    @Test(.shows("7644-3.5.2.3-b"))
    func wholeValueIsReplaced() async {
        let user = await provider.user("una", ["title": "A"]), other = await provider.user("bea")
        let group = await provider.group("crew", [user])
        #expect(await group.patch(.replace("members", [[.value: .string(other.id)]])).verdict == "200")
        #expect(await group.members == [other.id])
        #expect(await user.patch(.replace("title", "T")).json["title"] == "T")
        #expect(await user.patch(.replace("userName", "new")).json["userName"] == "new")
        #expect(await provider.names(where: #"userName eq "new""#) == ["new"])
        #expect(await provider.names(where: #"userName eq "una""#) == [])
    }

    @Test(.shows("7644-3.5.2.3-c"))
    func attributeWithoutValueGetsIt() async {
        let user = await provider.user("una")
        let reply = await user.patch(
            .replace("nickName", "N"), .replace("emails", [["value": "a@x"]]), .replace("name.givenName", "G"),
            .replace("\(URN.enterprise):costCenter", "C"))
        #expect(reply.verdict == "200")
        let after = await user.read()
        #expect(after["nickName"] == "N")
        #expect(after["emails"] == [["value": "a@x"]])
        #expect(after["name"] == ["givenName": "G"])
        #expect(after[.enterprise] == ["costCenter": "C"])
    }

    @Test(.shows("7644-3.5.2.3-d"))
    func complexValueIsMerged() async {
        let user = await provider.user("una", ["name": ["givenName": "G", "familyName": "F"]])
        #expect(await user.patch(.replace("name", ["familyName": "New", "middleName": "M"])).verdict == "200")
        #expect(await user.read()["name"] == ["givenName": "G", "familyName": "New", "middleName": "M"])
    }
}
