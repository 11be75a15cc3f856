import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2.2 — PATCH that removes")
struct PatchRemoveConformanceTests {
    let provider = Provider()

    @Test(.shows("7644-3.5.2-h", "7644-3.5.2.2-a"))
    func removeNeedsAPath() async {
        let user = await provider.user("una", ["title": "T"])
        let before = await user.read()
        #expect(await user.patch(["op": "remove"]).verdict == "400 noTarget")
        #expect(await user.patch(["op": "remove", "value": ["title": "T"]]).verdict == "400 noTarget")
        #expect(await user.read() == before)
    }

    @Test(.shows("7644-3.5.2.2-b"))
    func attributeIsUnassigned() async {
        let user = await provider.user("una", ["title": "T", "nickName": "N"])
        #expect(await user.patch(.remove("title")).verdict == "200")
        let after = await user.read()
        #expect(after["title"] == nil)
        #expect(after["nickName"] == "N")
    }

    @Test(.shows("7644-3.5.2.2-b"))
    func allValuesAreUnassigned() async {
        let group = await provider.group("crew", [await provider.user("u1"), await provider.user("u2")])
        #expect(await group.patch(.remove("members")).verdict == "200")
        #expect(await group.read()["members"] == nil)
    }

    @Test(.shows("7644-3.5.2.2-c"))
    func filterRemovesWhatItMatches() async {
        let (first, second) = (await provider.user("u1"), await provider.user("u2"))
        let group = await provider.group("crew", [first, second])
        #expect(await group.patch(.remove(#"members[value eq "\#(first.id)"]"#)).verdict == "200")
        #expect(await group.members == [second.id])
        #expect(await group.patch(.remove(#"members[value eq "\#(second.id)"]"#)).verdict == "200")
        #expect(await group.read()["members"] == nil)
        #expect(await provider.names("/Groups", where: "members pr") == [])
    }

    @Test(.shows("7644-3.5.2.2-c"))
    func filterOverSeveralSubAttributesRemovesWhatMeetsAll() async {
        let user = await provider.user(
            "una",
            [
                "emails": [
                    ["value": "a@example.com", "type": "work"], ["value": "a@example.org", "type": "work"],
                    ["value": "b@example.com", "type": "home"],
                ]
            ])
        let path = #"emails[type eq "work" and value ew "example.com"]"#
        #expect(await user.patch(.remove(path)).verdict == "200")
        #expect(await user.read()["emails"]?.array?.map { $0["value"] } == ["a@example.org", "b@example.com"])
    }

    @Test(.shows("7644-3.5.2.2-d"))
    func subAttributeAloneIsUnassigned() async {
        let user = await provider.user(
            "una",
            [
                "name": ["honorificPrefix": "Dr.", "familyName": "F"],
                "addresses": [
                    ["type": "work", "region": "R", "locality": "L"], ["type": "home", "region": "S", "locality": "M"],
                ],
            ])
        let reply = await user.patch(
            .remove("name.honorificPrefix"), .remove(#"addresses[type eq "work"].region"#))
        #expect(reply.verdict == "200")
        let after = await user.read()
        #expect(after["name"] == ["familyName": "F"])
        #expect(
            after["addresses"] == [
                ["type": "work", "locality": "L"], ["type": "home", "region": "S", "locality": "M"],
            ])
    }

    @Test(.shows("7644-3.5.2.2-e"), arguments: ["userName", "id", "schemas", "meta", "meta.version", "groups"])
    func requiredAndReadOnlyAttributesStay(_ path: String) async {
        let user = await provider.user("una")
        let before = await user.read()
        #expect(await user.patch(.remove(path)).verdict == "400 mutability")
        #expect(await user.read() == before)
    }

    @Test(.shows("7644-3.5.2.2-f"))
    func whatIsNotThereIsRemovedWithoutChange() async {
        let user = await provider.user("una")
        let group = await provider.group("crew", [user])
        let (groupBefore, userBefore) = (await group.read(), await user.read())
        #expect(await group.patch(.remove(#"members[value eq "nobody"]"#)).verdict == "200")
        #expect(await group.read() == groupBefore)
        for path in ["nickName", "name", "name.givenName", "emails", #"emails[type eq "work"]"#, URN.enterprise] {
            #expect(await user.patch(.remove(path)).verdict == "200")
        }
        #expect(await user.read() == userBefore)
    }

    @Test("Entra ID names the members to remove in the value", .shows("interop-Entra-d"))
    func valueNamesTheMembersToRemove() async {
        let (first, second) = (await provider.user("u1"), await provider.user("u2"))
        let group = await provider.group("crew", [first, second])
        let operation: AttributeValue = ["op": "Remove", "path": "members", "value": [[.value: .string(first.id)]]]
        #expect(await group.patch(operation).verdict == "200")
        #expect(await group.members == [second.id])
        #expect(await group.patch(.remove("members", [["value": "nobody"]])).verdict == "200")
        #expect(await group.members == [second.id])
        for nobody: AttributeValue in [[], "", [:], [[:]], [""], [[.value: .null]], [["display": "x"]]] {
            #expect(await group.patch(.remove("members", nobody)).verdict == "400 invalidValue")
            #expect(await group.members == [second.id])
        }
    }

    @Test(.shows("7644-3.5.2.2-g"))
    func extensionIsRemovedByItsURN() async {
        let user = await provider.user("una", [.enterprise: ["department": "Dock", "costCenter": "C"]])
        #expect(await user.patch(.remove(URN.enterprise)).verdict == "200")
        let after = await user.read()
        #expect(after[.enterprise] == nil)
        #expect(after["schemas"] == [.string(URN.user)])
    }

    @Test(.shows("7644-3.5.2.2-g"))
    func extensionWithoutContentLeavesSchemas() async {
        let user = await provider.user("una", [.enterprise: ["department": "Dock"]])
        #expect(await user.patch(.remove("\(URN.enterprise):department")).verdict == "200")
        #expect(await user.read()["schemas"] == [.string(URN.user)])
    }
}
