import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7643 §4.2 — groups")
struct GroupConformanceTests {
    let client = Client()

    @Test(.shows("7643-4.2-a"))
    func aGroupNeedsADisplayName() async {
        for member in ["", #","displayName":"""#, #","displayName":null"#] {
            let reply = await client.send(.post, "/Groups", #"{"schemas":["\#(Sample.group)"]\#(member)}"#)
            #expect(reply.outcome == "400 invalidValue")
        }
        let schema = await client.send(.get, "/Schemas/\(Sample.group)").json["attributes"]?.array
        #expect(schema?.first { $0["name"] == "displayName" }?["required"] == true)
    }

    @Test(.shows("7643-4.2-b", "7643-8.7.1-q"))
    func membersComeAndGoButDoNotChange() async {
        let first = await client.newUser("first").id
        let second = await client.newUser("second").id
        let group = await client.newGroup("g", first).id
        let path = "/Groups/\(group)"
        let changed = await client.replace(
            #"members[value eq \"\#(first)\"].value"#, in: path, by: #""\#(second)""#)
        #expect(changed.outcome == "400 mutability")
        let swapped = await client.send(
            .patch, path,
            Sample.patch(
                #"{"op":"remove","path":"members[value eq \"\#(first)\"]"}"#,
                #"{"op":"add","path":"members","value":[{"value":"\#(second)"}]}"#))
        #expect(swapped.outcome == "200")
        #expect(await memberIDs(of: group) == [second])
    }

    @Test(.shows("7643-4.2-c"))
    func membersAreUsersAndGroups() async {
        let user = await client.newUser("t").id
        let inner = await client.newGroup("inner").id
        let outer = await client.newGroup("outer", user, inner)
        #expect(outer.outcome == "201")
        let base = "https://scim.test/scim"
        #expect(
            outer.json["members"] == [
                ["value": .string(user), "type": "User", "$ref": .string("\(base)/Users/\(user)")],
                ["value": .string(inner), "type": "Group", "$ref": .string("\(base)/Groups/\(inner)")],
            ])
    }

    @Test("Okta gives up on a group after one 400", .shows("7643-4.2-c"))
    func membersThatNoResourceIsAreLeftOut() async {
        let user = await client.newUser("t").id
        let group = await client.newGroup("g", "no-such-id", user)
        #expect(group.outcome == "201")
        #expect(await memberIDs(of: group.id) == [user])
    }

    @Test(.shows("7643-8.7.1-p", "7643-7-f"))
    func groupsMayShareAName() async {
        #expect(await client.newGroup("Tour Guides").outcome == "201")
        #expect(await client.newGroup("Tour Guides").outcome == "201")
        #expect(await client.matching(#"displayName eq "tour guides""#, at: "/Groups").total == 2)
    }

    @Test("where the operator wants unique names, the schema says so", .shows("7644-4-g", "7643-7-f"))
    func namesAreUniqueWhereTheSchemaSaysSo() async {
        let client = Client(types: [.user, .group.withUniqueValues(of: "displayName")])
        let schema = await client.send(.get, "/Schemas/\(Sample.group)").json["attributes"]?.array
        #expect(schema?.first { $0["name"] == "displayName" }?["uniqueness"] == "server")
        #expect(await client.newGroup("Guides").outcome == "201")
        #expect(await client.newGroup("GUIDES").outcome == "409 uniqueness")
    }

    private func memberIDs(of group: String) async -> [String] {
        await client.send(.get, "/Groups/\(group)").json["members"]?.array?.compactMap { $0["value"]?.string } ?? []
    }
}
