import HTTPTypes
import SCIM
import Testing

@Suite("OneLogin — users and groups by templates")
struct OneLoginTests {
    let oneLogin = Connector(["User-Agent": ""], contentType: "application/scim+json")

    private let template = #"""
        {"schemas":["urn:scim:schemas:core:2.0","urn:scim:schemas:extension:enterprise:2.0"],
         "userName":"olga","active":"true","name":{"familyName":"Ruud","givenName":"Olga"},
         "emails":{"value":"olga@example.com","type":"work","primary":true},"id":null,"managerId":"m-1"}
        """#

    @Test("it asks for a user that it knows to be missing, creates it, reads it and replaces it")
    func lifeOfAUser() async {
        let missing = await oneLogin.get("/Users?filter=userName+eq+%22olga%22&")
        #expect(missing.verdict == "200")
        #expect(missing.json["totalResults"] == 0)
        let created = await oneLogin.post("/Users", template)
        #expect(created.verdict == "201")
        #expect(created.json["active"] == true)
        #expect(created.json["emails"] == [["value": "olga@example.com", "type": "work", "primary": true]])
        #expect(created.json["managerId"] == nil)
        let id = created.json["id"]?.string ?? ""
        #expect(id != "")
        #expect(await oneLogin.get("/Users/\(id)").json == created.json)
        let replaced = await oneLogin.put(
            "/Users/\(id)?", template.replacing(#""active":"true""#, with: #""active":"False""#))
        #expect(replaced.json["active"] == false)
        #expect(replaced.json["id"] == .string(id))
        #expect(await oneLogin.get("/Users?filter=userName+eq+%22olga%22&").json["totalResults"] == 1)
        #expect(await oneLogin.delete("/Users/\(id)").verdict == "204")
        #expect(await oneLogin.get("/Users/\(id)").verdict == "404")
    }

    @Test("old templates name the schemas of SCIM 1.0")
    func oldSchemas() async {
        let old = template.replacing("core:2.0", with: "core:1.0").replacing("enterprise:2.0", with: "enterprise:1.0")
        let reply = await oneLogin.post("/Users", old)
        #expect(reply.verdict == "201")
        #expect(reply.json["schemas"] == [.string(URN.user)])
    }

    @Test func membersAreAdded() async {
        let id = await oneLogin.create("/Users", template)
        #expect(await oneLogin.get("/Groups").verdict == "200")
        let group = await oneLogin.createGroup("OL")
        let operation = #"{"op":"add","path":"members","value":[{"value":"\#(id)"}]}"#
        #expect(await oneLogin.patch("/Groups/\(group)", operation).verdict == "200")
        #expect(await oneLogin.members(of: group) == [id])
    }

    @Test func plainJSONIsAnsweredWhereItAloneIsAskedFor() async {
        let oneLogin = Connector(["User-Agent": "", "Accept": "application/json"], contentType: "application/json")
        let created = await oneLogin.post("/Users", template)
        #expect(created.verdict == "201")
        #expect(created.json["userName"] == "olga")
        #expect(created[.contentType] == "application/json")
        #expect(await oneLogin.get("/Users")[.contentType] == "application/json")
        let refused = await oneLogin.post("/Users", template)
        #expect(refused.verdict == "409 uniqueness")
        #expect(refused[.contentType] == "application/json")
    }
}
