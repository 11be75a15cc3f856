import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7643 §4.1.2, §4.2 — groups, members and the groups of a user")
struct MembershipConformanceTests {
    let provider = Provider()
    let base = "https://scim.test/scim"

    @Test(.shows("7643-4.1.2-c"))
    func groupsOfAUserFollowFromMembers() async {
        let user = await provider.user("una"), group = await provider.group("crew")
        #expect(await group.patch(.add("members", [[.value: .string(user.id)]])).verdict == "200")
        let expected: AttributeValue = [
            .value: .string(group.id), .reference: .string("\(base)/Groups/\(group.id)"), .display: "crew",
            .type: "direct",
        ]
        #expect(await user.read()["groups"] == [expected])
        #expect(await provider.names(where: #"groups.value eq "\#(group.id)""#) == ["una"])
        #expect(await group.patch(.remove("members")).verdict == "200")
        #expect(await user.read()["groups"] == nil)
    }

    @Test(.shows("7643-4.1.2-c"))
    func groupsAroundGroupsAreIndirect() async {
        let user = await provider.user("una"), other = await provider.user("bo")
        let crew = await provider.group("crew", [user]), ship = await provider.group("ship", [crew, other])
        let fleet = await provider.group("fleet", [ship])
        // Groups may hold one another in a circle (RFC 7644 §3.7.1).
        #expect(await crew.patch(.add("members", [[.value: .string(fleet.id)]])).verdict == "200")
        func value(_ group: Kept, _ name: String, _ type: String) -> AttributeValue {
            [
                .value: .string(group.id), .reference: .string("\(base)/Groups/\(group.id)"),
                .display: .string(name), .type: .string(type),
            ]
        }
        #expect(
            await user.read()["groups"] == [
                value(crew, "crew", "direct"), value(ship, "ship", "indirect"), value(fleet, "fleet", "indirect"),
            ])
        #expect(await user.read(["attributes": "groups.type"])["groups"]?.array?.first == [.type: "direct"])
        for (filter, names) in [
            (#"groups.value eq "\#(ship.id)""#, ["una", "bo"]),
            (#"groups[type eq "direct" and value eq "\#(ship.id)"]"#, ["bo"]),
            (#"groups[type eq "indirect" and display eq "SHIP"]"#, ["una"]),
            (#"not (groups[type eq "direct" and display eq "crew"])"#, ["bo"]),
        ] {
            #expect(await provider.names(where: filter) == names, "\(filter)")
        }
        #expect(await provider.get("/Users").json["Resources"]?.array?.map { $0["groups"]?.array?.count } == [3, 3])
        #expect(await ship.patch(.remove("members")).verdict == "200")
        #expect(await other.read()["groups"] == nil)
        #expect(await user.read()["groups"] == [value(crew, "crew", "direct")])
    }

    @Test(.shows("7643-4.1.2-d"))
    func usersDoNotChooseTheirGroups() async {
        let group = await provider.group("crew")
        let groups: AttributeValue = [[.value: .string(group.id)]]
        let user = await provider.user("una", ["groups": groups])
        #expect(await user.read()["groups"] == nil)
        let put = await user.put([.schemas: [.string(URN.user)], .userName: "una", "groups": groups])
        #expect(put.verdict == "200")
        #expect(put.json["groups"] == nil)
        #expect(await user.patch(.add("groups", groups)).verdict == "400 mutability")
        #expect(await user.patch(.remove("groups")).verdict == "400 mutability")
        #expect(await user.patch(.add(["groups": groups])).verdict == "200")
        #expect(await group.members == [])
    }

    @Test(.shows("7643-4.2-a"), arguments: [[:], ["displayName": ""], ["displayName": .null]] as [Attributes])
    func groupNeedsAName(_ name: Attributes) async {
        var body: Attributes = [.schemas: [.string(URN.group)]]
        for (name, value) in name { body[name] = value }
        #expect(await provider.post("/Groups", body).verdict == "400 invalidValue")
        let group = await provider.group("crew")
        #expect(await group.put(body).verdict == "400 invalidValue")
        #expect(await group.read()["displayName"] == "crew")
    }

    @Test(.shows("7643-4.2-a"))
    func schemaSaysThatAGroupNeedsAName() async {
        let attributes = await provider.get("/Schemas/\(URN.group)").json["attributes"]?.array
        #expect(attributes?.first { $0["name"] == "displayName" }?["required"] == true)
    }

    @Test(.shows("7643-4.2-b"))
    func memberIsExchangedAndNotRenamed() async {
        let first = await provider.user("u1"), second = await provider.user("u2")
        let group = await provider.group("crew", [first])
        for part in ["value", "type", "display"] {
            let path = #"members[value eq "\#(first.id)"].\#(part)"#
            #expect(await group.patch(.replace(path, .string(second.id))).verdict == "400 mutability", "\(part)")
        }
        #expect(await group.members == [first.id])
        let exchange = await group.patch(
            .remove(#"members[value eq "\#(first.id)"]"#), .add("members", [[.value: .string(second.id)]]))
        #expect(exchange.verdict == "200")
        #expect(await group.members == [second.id])
    }

    @Test(.shows("7643-4.2-c"))
    func membersAreUsersAndGroups() async {
        let user = await provider.user("una"), inner = await provider.group("inner")
        let outer = await provider.group("outer", [user, inner])
        let expected: AttributeValue = [
            [.value: .string(user.id), .type: "User", .reference: .string("\(base)/Users/\(user.id)")],
            [.value: .string(inner.id), .type: "Group", .reference: .string("\(base)/Groups/\(inner.id)")],
        ]
        #expect(await outer.read()["members"] == expected)
        #expect(await provider.names("/Groups", where: #"members.value eq "\#(inner.id)""#) == ["outer"])
        #expect(await provider.names("/Groups", where: #"members.type eq "Group""#) == ["outer"])
    }

    @Test("Okta gives up on a group for good after one 400", .shows("7643-4.2-c"))
    func membersThatNobodyIsAreLeftOut() async {
        let user = await provider.user("una")
        let body: Attributes = [
            .schemas: [.string(URN.group)], .displayName: "crew",
            .members: [["value": "no-such-id"], [.value: .string(user.id)]],
        ]
        let group = await provider.kept("/Groups", body)
        #expect(await group.members == [user.id])
        #expect(await group.patch(.add("members", [["value": "no-such-id"]])).verdict == "200")
        #expect(await group.members == [user.id])
    }

    @Test("a member without an id names nobody and is refused", .shows("7643-4.2-c"))
    func memberWithDisplayAloneIsRefused() async {
        let body: Attributes = [
            .schemas: [.string(URN.group)], .displayName: "crew", .members: [["display": "x"]],
        ]
        let attributes = await provider.get("/Schemas/\(URN.group)").json["attributes"]?.array
        let members = attributes?.first { $0["name"] == "members" }?["subAttributes"]?.array
        #expect(members?.first { $0["name"] == "value" }?["required"] == false)
        let reply = await provider.post("/Groups", body)
        #expect(reply.verdict == "400 invalidValue")
    }

    @Test("a path of PATCH can choose members by the URLs that answers show", .shows("7643-4.2-c"))
    func membersAreChosenByReference() async {
        let una = await provider.user("una"), bea = await provider.user("bea")
        let group = await provider.group("crew", [una, bea])
        let reference = await group.read()["members"]?.array?.first?["$ref"]?.string ?? ""
        #expect(
            await group.patch(["op": "remove", "path": .string("members[$ref ne \"\(reference)\"]")]).status == 200)
        #expect(await group.members == [una.id])
        #expect(
            await group.patch(["op": "remove", "path": .string("members[$ref eq \"\(reference)\"]")]).status == 200)
        #expect(await group.members == [])
    }

    @Test("a URL of another kind names no member", arguments: ["https://evil.example/x/ID", "javascript:alert(1)/ID"])
    func foreignReferencesNameNobody(_ reference: String) async {
        let una = await provider.user("una")
        let body: Attributes = [
            .schemas: [.string(URN.group)], .displayName: "crew",
            .members: [["$ref": .string(reference.replacing("ID", with: una.id))]],
        ]
        #expect(await provider.post("/Groups", body).json["members"] == nil)
    }

    @Test("a list that names nobody does not empty a group", .shows("7643-4.2-c"))
    func namelessMembersReplaceNobody() async {
        let user = await provider.user("una")
        let group = await provider.group("crew", [user])
        let refused = await group.patch(.replace("members", [["display": "x"]]))
        #expect(refused.verdict == "400 invalidValue")
        #expect(await group.members == [user.id])
        #expect(await group.patch(.replace("members", .array([]))).status == 200)
        #expect(await group.members == [])
    }

    @Test(.shows("7643-4.1.2-c"))
    func deletedUserLeavesItsGroups() async {
        let user = await provider.user("una"), other = await provider.user("bea")
        let group = await provider.group("crew", [user, other])
        #expect(await provider.client.send(.delete, user.path).status == 204)
        #expect(await group.members == [other.id])
    }
}

@Suite("RFC 7643 §4.3 — the manager of a user")
struct ManagerConformanceTests {
    let provider = Provider()
    let base = "https://scim.test/scim"

    @Test(.shows("7643-4.3-a"))
    func nameOfTheManagerIsNotTheClientsToWrite() async {
        let boss = await provider.user("boss", ["displayName": "The boss"])
        let user = await provider.user(
            "una", [.enterprise: ["manager": [.value: .string(boss.id), .displayName: "hax"]]])
        let manager = await user.read()[.enterprise]?["manager"]
        #expect(manager?["value"] == .string(boss.id))
        #expect(manager?["$ref"] == .string("\(base)/Users/\(boss.id)"))
        #expect(manager?["displayName"] == nil || manager?["displayName"] == "The boss")
        let path = "\(URN.enterprise):manager.displayName"
        #expect(await user.patch(.replace(path, "hax")).verdict == "400 mutability")
    }

    @Test(.shows("7643-4.3-a"))
    func referenceFollowsTheId() async {
        let first = await provider.user("b1"), second = await provider.user("b2")
        let user = await provider.user("una", [.enterprise: ["manager": [.value: .string(first.id)]]])
        let path = "\(URN.enterprise):manager.value"
        #expect(await user.patch(.replace(path, .string(second.id))).verdict == "200")
        let expected: AttributeValue = [
            .value: .string(second.id), .reference: .string("\(base)/Users/\(second.id)"),
        ]
        #expect(await user.read()[.enterprise]?["manager"] == expected)
        #expect(await provider.names(where: #"\#(path) eq "\#(second.id)""#) == ["una"])
        #expect(await user.patch(.remove(path)).verdict == "200")
        #expect(await user.read()[.enterprise] == nil)
    }
}
