import SCIM
import Testing

@Suite("JumpCloud — a connection that is tested with a user and a group")
struct JumpCloudTests {
    let jumpCloud = Connector(["Accept": "application/json, */*"], contentType: "application/scim+json")

    @Test("the test creates a user and a group, reads and changes both and deletes them")
    func connectionTest() async {
        #expect(await jumpCloud.get("/Users").json["totalResults"] == 0)
        let user = await jumpCloud.create(
            "/Users",
            #"""
            {"schemas":["\#(URN.user)"],"userName":"probe","name":{"givenName":"P","familyName":"R"},
             "displayName":"P R","active":true,"emails":[{"value":"p@example.com","type":"work","primary":true}]}
            """#)
        #expect(await jumpCloud.get("/Users/\(user)").json["userName"] == "probe")
        let group = await jumpCloud.createGroup("Probes")
        let added = await jumpCloud.patch(
            "/Groups/\(group)", #"{"op":"add","path":"members","value":[{"value":"\#(user)"}]}"#)
        #expect(added.verdict == "200")
        #expect(await jumpCloud.get("/Groups/\(group)").json["members"]?.array?.count == 1)
        let renamed = await jumpCloud.put(
            "/Groups/\(group)",
            #"{"schemas":["\#(URN.group)"],"displayName":"Tests","members":[{"value":"\#(user)"}]}"#)
        #expect(renamed.json["displayName"] == "Tests")
        #expect(await jumpCloud.delete("/Groups/\(group)").verdict == "204")
        #expect(await jumpCloud.delete("/Users/\(user)").verdict == "204")
        #expect(await jumpCloud.get("/Users").json["totalResults"] == 0)
    }

    @Test("one operation with a path for each attribute")
    func updatesByPaths() async {
        let id = await jumpCloud.createUser("jules")
        let reply = await jumpCloud.patch(
            "/Users/\(id)",
            #"""
            {"op":"replace","path":"name.givenName","value":"Jules"},
            {"op":"replace","path":"name.familyName","value":"Verne"},
            {"op":"replace","path":"displayName","value":"Jules Verne"},
            {"op":"replace","path":"active","value":false}
            """#)
        #expect(reply.verdict == "200")
        #expect(reply.json["name"] == ["givenName": "Jules", "familyName": "Verne"])
        #expect(reply.json["active"] == false)
    }

    @Test("additions are repeated, and a removal names its members in the value")
    func repeatsAdditions() async {
        let first = await jumpCloud.createUser("a"), second = await jumpCloud.createUser("b")
        let group = await jumpCloud.createGroup("Crew", first)
        let addition = #"{"op":"add","path":"members","value":[{"value":"\#(second)"}]}"#
        for _ in 1...3 { #expect(await jumpCloud.patch("/Groups/\(group)", addition).verdict == "200") }
        #expect(await jumpCloud.members(of: group) == [first, second])
        let removal = #"{"op":"remove","path":"members","value":[{"value":"\#(first)"}]}"#
        for _ in 1...2 { #expect(await jumpCloud.patch("/Groups/\(group)", removal).verdict == "200") }
        #expect(await jumpCloud.members(of: group) == [second])
    }
}
