import SCIM
import Testing

@Suite("Keycloak's SCIM clients — users, and groups in one request")
struct KeycloakTests {
    let keycloak = Connector(["Accept": "application/scim+json"], contentType: "application/scim+json")

    private func person(_ id: String? = nil) -> String {
        let meta = id.map { #","id":"\#($0)","meta":{"resourceType":"User","location":"Users/\#($0)"}"# } ?? ""
        return #"""
            {"schemas":["\#(URN.user)"],"externalId":"kc-1","userName":"kai","displayName":"Kai Ono",
             "name":{"givenName":"Kai","familyName":"Ono"},"emails":[{"value":"kai@example.com"}],
             "active":true,"roles":[{"value":"manage-account"},{"value":"view-profile"}]\#(meta)}
            """#
    }

    @Test func userIsCreatedAndReplacedWithARelativeLocation() async {
        let created = await keycloak.post("/Users", person())
        #expect(created.verdict == "201")
        #expect(created.json["emails"] == [["value": "kai@example.com"]])
        #expect(created.json["roles"] == [["value": "manage-account"], ["value": "view-profile"]])
        let id = created.json["id"]?.string ?? ""
        let replaced = await keycloak.put("/Users/\(id)", person(id))
        #expect(replaced.verdict == "200")
        #expect(replaced.json == created.json)
        #expect(replaced.json["meta"]?["location"] == .string("https://scim.test/scim/Users/\(id)"))
    }

    @Test("Booleans are written as text")
    func activeIsText() async {
        let id = await keycloak.create("/Users", person())
        let off = await keycloak.patch("/Users/\(id)", #"{"op":"replace","path":"active","value":"false"}"#)
        #expect(off.json["active"] == false)
        let on = await keycloak.patch("/Users/\(id)", #"{"op":"replace","path":"active","value":"true"}"#)
        #expect(on.json["active"] == true)
    }

    @Test("members, name and external id of a group change in one request, references are relative")
    func groupsChangeInOneRequest() async {
        let first = await keycloak.createUser("a"), second = await keycloak.createUser("b")
        let created = await keycloak.post(
            "/Groups",
            #"""
            {"schemas":["\#(URN.group)"],"externalId":"g-1","displayName":"Crew",
             "members":[{"value":"\#(first)","$ref":"Users/\#(first)"}]}
            """#)
        #expect(created.verdict == "201")
        let group = created.json["id"]?.string ?? ""
        let reply = await keycloak.patch(
            "/Groups/\(group)",
            #"""
            {"op":"replace","path":"members","value":[
             {"value":"\#(first)","$ref":"Users/\#(first)"},{"value":"\#(second)","$ref":"Users/\#(second)"}]},
            {"op":"replace","path":"displayName","value":"Crew 2"},
            {"op":"replace","path":"externalId","value":"g-2"}
            """#)
        #expect(reply.verdict == "200")
        #expect(reply.json["displayName"] == "Crew 2")
        #expect(reply.json["externalId"] == "g-2")
        #expect(await keycloak.members(of: group) == [first, second])
        #expect(
            reply.json["members"]?.array?.first?["$ref"] == .string("https://scim.test/scim/Users/\(first)"))
    }

    @Test("a removal of members with null empties the group")
    func nullEmptiesTheGroup() async {
        let group = await keycloak.createGroup("Crew", await keycloak.createUser("a"))
        let reply = await keycloak.patch("/Groups/\(group)", #"{"op":"remove","path":"members","value":null}"#)
        #expect(reply.verdict == "200")
        #expect(await keycloak.members(of: group) == [])
    }

    @Test("a request that is repeated after a timeout makes no second user")
    func repetitionIsAConflict() async {
        _ = await keycloak.create("/Users", person())
        #expect(await keycloak.post("/Users", person()).verdict == "409 uniqueness")
    }
}
