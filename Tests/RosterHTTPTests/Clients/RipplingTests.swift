import SCIM
import Testing

@Suite("Rippling — users by their first e-mail address")
struct RipplingTests {
    let rippling = Connector(["Accept": "application/json"], contentType: "application/json")

    private let person = #"""
        {"schemas":["\#(URN.user)","\#(URN.enterprise)"],"userName":"rhea@example.com","externalId":"r-1",
         "name":{"givenName":"Rhea","familyName":"Moss"},"emails":[{"value":"rhea@example.com","primary":true}],
         "active":true,"\#(URN.enterprise)":{"employeeNumber":"42"}}
        """#

    @Test func userIsFoundByTheFirstAddress() async {
        #expect(await rippling.get("/ServiceProviderConfig").verdict == "200")
        let created = await rippling.post("/Users", person)
        #expect(created.verdict == "201")
        #expect(created.json[.enterprise] == ["employeeNumber": "42"])
        let target = "/Users?filter=emails%5Bprimary%20eq%20true%5D.value%20eq%20%22rhea%40example.com%22"
        #expect(await rippling.get(target).page.map { $0["id"] } == [created.json["id"]])
        let other = target.replacing("rhea", with: "other")
        #expect(await rippling.get(other).json["totalResults"] == 0)
    }

    @Test("what is repeated after a timeout makes no second user")
    func repetitionIsAConflict() async {
        _ = await rippling.create("/Users", person)
        #expect(await rippling.post("/Users", person).verdict == "409 uniqueness")
        #expect(await rippling.get("/Users").json["totalResults"] == 1)
    }

    @Test("groups are edited by PUT or, with a switch, by PATCH")
    func groupsAreEdited() async {
        let id = await rippling.create("/Users", person)
        let group = await rippling.createGroup("Crew")
        let body = #"{"schemas":["\#(URN.group)"],"displayName":"Crew","members":[{"value":"\#(id)"}]}"#
        #expect(await rippling.put("/Groups/\(group)", body).verdict == "200")
        #expect(await rippling.members(of: group) == [id])
        let reply = await rippling.patch("/Groups/\(group)", #"{"op":"remove","path":"members[value eq \"\#(id)\"]"}"#)
        #expect(reply.verdict == "200")
        #expect(await rippling.members(of: group) == [])
    }
}
