import SCIM
import Testing

private let fields: KeyValuePairs = [
    "User-Agent": "Okta SCIM Client 1.0.0", "Accept": "application/scim+json", "Accept-Charset": "utf-8",
    "Accept-Encoding": "gzip,deflate",
]
private let contentType = "application/scim+json; charset=utf-8"

@Suite("Okta — users and groups")
struct OktaTests {
    let okta = Connector(fields, contentType: contentType)

    private func person(_ name: String, _ more: String = "") -> String {
        #"""
        {"schemas":["\#(URN.user)"],"userName":"\#(name)@example.com",
         "name":{"givenName":"Tove","familyName":"Aas"},
         "emails":[{"primary":true,"value":"\#(name)@example.com","type":"work"}],
         "displayName":"Tove Aas","locale":"en-US","externalId":"00u\#(name)",
         "groups":[],"password":"a placeholder","active":true\#(more)}
        """#
    }

    @Test func importOfUsersSeesEveryUserOnceInOneOrder() async throws {
        for number in 1...230 { _ = await okta.createUser("u\(number)@example.com") }
        var seen: [String] = []
        for start in stride(from: 1, through: 201, by: 100) {
            let list = await okta.get("/Users?startIndex=\(start)&count=100")
            #expect(list.verdict == "200")
            #expect(list.json["totalResults"] == 230)
            #expect(list.json["startIndex"]?.integer == start)
            #expect(list.json["itemsPerPage"]?.integer == list.page.count)
            #expect(list.page.allSatisfy { $0["id"]?.string != nil })
            seen += list.shownNames
        }
        #expect(seen == (1...230).map { "u\($0)@example.com" })
    }

    @Test("before it creates a user Okta looks for one", arguments: ["%20", "+"])
    func findsBeforeItCreates(_ blank: String) async {
        let target = "/Users?filter=userName\(blank)eq\(blank)%22tove%40example.com%22&startIndex=1&count=100"
        #expect(await okta.get(target).json["totalResults"] == 0)
        let created = await okta.post("/Users", person("tove"))
        #expect(created.verdict == "201")
        #expect(created.json["password"] == nil)
        #expect(await okta.get(target).page.map { $0["id"] } == [created.json["id"]])
    }

    @Test func takenUserNameIsExplainedToTheAdministrator() async {
        _ = await okta.post("/Users", person("tove"))
        let again = await okta.post("/Users", person("TOVE"))
        #expect(again.verdict == "409 uniqueness")
        #expect(again.error?.detail.contains("userName") == true)
    }

    @Test("a custom app sends back the object that it has read, merged with the profile")
    func updateEchoesWhatWasRead() async throws {
        let id = await okta.create("/Users", person("tove", #","\#(URN.enterprise)":{"department":"Dock"}"#))
        _ = await okta.createGroup("Crew", id)
        let read = await okta.get("/Users/\(id)").json
        var profile = try #require(read.attributes)
        profile["displayName"] = "Tove A."
        profile["oktaOnly"] = "x"
        profile["title"] = .null
        let updated = await okta.put("/Users/\(id)", AttributeValue.complex(profile).json)
        #expect(updated.verdict == "200")
        #expect(updated.json["displayName"] == "Tove A.")
        #expect(updated.json["groups"] == read["groups"])
        #expect(updated.json[.enterprise] == ["department": "Dock"])
        #expect(updated.json["oktaOnly"] == nil)
        #expect(updated.json["schemas"] == read["schemas"])
    }

    @Test("a user who is assigned again is the same user")
    func reassignmentKeepsTheId() async {
        let id = await okta.create("/Users", person("tove"))
        let inactive = person("tove").replacing(#""active":true"#, with: #""active":false"#)
        #expect(await okta.put("/Users/\(id)", inactive).json["active"] == false)
        let found = await okta.get("/Users?filter=userName%20eq%20%22tove%40example.com%22&startIndex=1&count=100")
        #expect(found.page.map { $0["id"] } == [.string(id)])
        #expect(found.page.first?["active"] == false)
        #expect(await okta.get("/Users/\(id)").verdict == "200")
        let back = await okta.put("/Users/\(id)", person("tove"))
        #expect(back.json["active"] == true)
        #expect(back.json["id"] == .string(id))
    }

    @Test("an app of the catalogue names its own id in a PATCH without path")
    func profileUpdateMerges() async {
        let id = await okta.create("/Users", person("tove"))
        let reply = await okta.patch(
            "/Users/\(id)",
            #"{"op":"replace","value":{"id":"\#(id)","displayName":"T. Berg","name":{"familyName":"Berg"}}}"#)
        #expect(reply.verdict == "200")
        #expect(reply.json["id"] == .string(id))
        #expect(reply.json["displayName"] == "T. Berg")
        #expect(reply.json["name"] == ["givenName": "Tove", "familyName": "Berg"])
    }

    @Test func oneRequestHoldsRemovalsAndAnAddition() async {
        let ids = [await okta.createUser("a"), await okta.createUser("b"), await okta.createUser("c")]
        let group = await okta.createGroup("Crew", ids[0], ids[1])
        let reply = await okta.patch(
            "/Groups/\(group)",
            #"""
            {"op":"remove","path":"members[value eq \"\#(ids[0])\"]"},
            {"op":"remove","path":"members[value eq \"\#(ids[1])\"]"},
            {"op":"add","path":"members","value":[{"value":"\#(ids[2])","display":"c@example.com"}]}
            """#)
        #expect(reply.verdict == "200")
        #expect(await okta.members(of: group) == [ids[2]])
    }

    @Test("a rename that is sent with the old name after a change of members changes nothing")
    func renameToTheSameName() async {
        let group = await okta.createGroup("Crew", await okta.createUser("a"))
        let before = await okta.get("/Groups/\(group)").json
        let reply = await okta.patch(
            "/Groups/\(group)", #"{"op":"replace","value":{"id":"\#(group)","displayName":"Crew"}}"#)
        #expect(reply.verdict == "200")
        #expect(await okta.get("/Groups/\(group)").json == before)
    }

    @Test("'Push now' replaces up to a thousand members in one request")
    func pushNow() async {
        var ids: [String] = []
        for number in 1...1_000 { ids.append(await okta.createUser("u\(number)")) }
        let group = await okta.createGroup("Crew")
        let members = ids.map { #"{"value":"\#($0)","display":"d"}"# }.joined(separator: ",")
        let pushed = await okta.patch(
            "/Groups/\(group)", #"{"op":"replace","path":"members","value":[\#(members)]}"#)
        #expect(pushed.verdict == "204")
        #expect(await okta.members(of: group) == ids)
        let list = await okta.get("/Groups?startIndex=1&count=100")
        #expect(list.page.first?["members"]?.array?.count == 1_000)
        let emptied = await okta.patch("/Groups/\(group)", #"{"op":"replace","path":"members","value":[]}"#)
        #expect(emptied.verdict == "200")
        #expect(await okta.members(of: group) == [])
    }

    @Test("one unknown member does not cost the others")
    func unknownMemberIsLeftOut() async {
        let id = await okta.createUser("a")
        let group = await okta.createGroup("Crew")
        let reply = await okta.patch(
            "/Groups/\(group)",
            #"{"op":"add","path":"members","value":[{"value":"gone","display":"g"},{"value":"\#(id)","display":"a"}]}"#)
        #expect(reply.verdict == "200")
        #expect(await okta.members(of: group) == [id])
    }
}

@Suite("Okta — roles, entitlements and attributes of an app")
struct OktaProfileTests {
    let okta = Connector(fields, contentType: contentType)

    @Test(
        "what is mapped by type, by primary and as text comes back as it can be found again",
        arguments: [
            (#"[{"type":"Administrator","value":"billing"},{"type":"Auditor","value":"read"}]"#, nil),
            (#"[{"primary":true,"value":"owner"}]"#, nil),
            (#"["ADMIN","USER"]"#, #"[{"value":"ADMIN"},{"value":"USER"}]"#),
        ])
    func rolesComeBack(_ sent: String, _ shown: String?) async throws {
        let body = #"{"schemas":["\#(URN.user)"],"userName":"roland","roles":\#(sent)}"#
        let id = await okta.create("/Users", body)
        let expected = try JSONReader.read(Array((shown ?? sent).utf8))
        #expect(await okta.get("/Users/\(id)").json["roles"] == expected)
        #expect(await okta.put("/Users/\(id)", body).json["roles"] == expected)
    }

    @Test func entitlementsComeBack() async {
        let entitlements = #"[{"value":"e1","display":"Export","type":"Licence"}]"#
        let id = await okta.create(
            "/Users",
            #"{"schemas":["\#(URN.user)"],"userName":"e","entitlements":\#(entitlements),"roles":[{"value":"r","display":"R"}]}"#
        )
        let user = await okta.get("/Users/\(id)").json
        #expect(user["entitlements"] == [["value": "e1", "display": "Export", "type": "Licence"]])
        #expect(user["roles"] == [["value": "r", "display": "R"]])
    }

    @Test("custom attributes stand under the URN of the app")
    func customAttributes() async {
        let urn = "urn:ietf:params:scim:schemas:extension:acme:2.0:User"
        let acme = Schema(id: urn, name: "Acme", attributes: [.init("badge"), .init("floors", .integer)])
        let type = ResourceType(
            name: "User", endpoint: "/Users", schema: .user, extensions: [.init(.enterpriseUser), .init(acme)])
        let okta = Connector(fields, contentType: contentType, client: Client(types: [type, .group]))
        let body = #"""
            {"schemas":["\#(URN.user)","\#(urn)"],"userName":"cara","\#(urn)":{"badge":"B7","floors":3,"other":1}}
            """#
        let created = await okta.post("/Users", body)
        #expect(created.verdict == "201")
        #expect(created.json[AttributeName(urn)] == ["badge": "B7", "floors": 3])
        #expect(created.json["schemas"] == [.string(URN.user), .string(urn)])
        #expect(await self.okta.post("/Users", body).json[AttributeName(urn)] == nil)
    }

    @Test("an app may serve roles and entitlements as resources of their own")
    func entitlementsAreDiscovered() async {
        let role = "urn:okta:scim:schemas:core:1.0:Role", entitlement = "urn:okta:scim:schemas:core:1.0:Entitlement"
        let attributes: [AttributeDefinition] = [.init("displayName", required: true), .init("description")]
        let types: [ResourceType] = [
            .user,
            ResourceType(
                name: "Role", endpoint: "/Roles", schema: Schema(id: role, name: "Role", attributes: attributes)),
            ResourceType(
                name: "Entitlement", endpoint: "/Entitlements",
                schema: Schema(id: entitlement, name: "Entitlement", attributes: attributes + [.init("type")])),
        ]
        let okta = Connector(fields, contentType: contentType, client: Client(types: types))
        #expect(
            await okta.get("/ResourceTypes").page.map { $0["endpoint"] } == ["/Users", "/Roles", "/Entitlements"])
        #expect(await okta.get("/Schemas").page.contains { $0["id"] == .string(role) })
        let id = await okta.create("/Roles", #"{"schemas":["\#(role)"],"displayName":"Admin","description":"All"}"#)
        let roles = await okta.get("/Roles?count=100&startIndex=1")
        #expect(roles.page.map { $0["id"] } == [.string(id)])
        #expect(roles.page.first?["schemas"] == [.string(role)])
        #expect(await okta.get("/Entitlements?count=100&startIndex=1").json["totalResults"] == 0)
    }
}
