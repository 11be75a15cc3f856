import HTTPTypes
import SCIM
import Testing

@Suite("Microsoft Entra ID — users")
struct EntraTests {
    let entra = Connector([:], contentType: "application/scim+json; charset=utf-8")

    private func person(_ name: String, _ more: String = "") -> String {
        #"""
        {"schemas":["\#(URN.user)","\#(URN.enterprise)"],"externalId":"\#(name)-x","userName":"\#(name)@example.com",
         "active":true,"emails":[{"primary":true,"type":"work","value":"\#(name)@example.com"}],
         "meta":{"resourceType":"User"},"name":{"formatted":"Gus Roth","familyName":"Roth","givenName":"Gus"},
         "roles":[],"title":null\#(more)}
        """#
    }

    @Test func nullsAndEmptyListsOfACreationLeaveNothing() async {
        let reply = await entra.post("/Users", person("gus"))
        #expect(reply.verdict == "201")
        #expect(reply.json["roles"] == nil)
        #expect(reply.json["title"] == nil)
        #expect(reply.json["schemas"] == [.string(URN.user)])
        #expect(reply.json["meta"]?["resourceType"] == "User")
        #expect(reply.json["emails"] == [["primary": true, "type": "work", "value": "gus@example.com"]])
    }

    @Test("the match of a user disregards the letter case of the user name")
    func matchesUsers() async {
        let id = await entra.create("/Users", person("Gus"))
        for filter in [
            "userName+eq+%22gus%40EXAMPLE.com%22", "externalId+eq+%22Gus-x%22",
            "emails%5Btype+eq+%22work%22%5D.value+eq+%22gus%40example.com%22",
        ] {
            let list = await entra.get("/Users?filter=\(filter)")
            #expect(list.page.map { $0["id"] } == [.string(id)], "\(filter)")
        }
        #expect(await entra.get("/Users?filter=externalId+eq+%22gus-x%22").json["totalResults"] == 0)
    }

    @Test("one operation for each attribute, capitalised, some of them filling one new value")
    func updatesByPaths() async {
        let id = await entra.create("/Users", person("gus"))
        let reply = await entra.patch(
            "/Users/\(id)",
            #"""
            {"op":"Replace","path":"name.givenName","value":"Gustav"},
            {"op":"Replace","path":"emails[type eq \"work\"].value","value":"g@example.org"},
            {"op":"Replace","path":"emails[type eq \"home\"].value","value":"h@example.org"},
            {"op":"Add","path":"addresses[type eq \"work\"].locality","value":"Hull"},
            {"op":"Add","path":"addresses[type eq \"work\"].formatted","value":"1 Quay\r\nHull"},
            {"op":"Add","path":"phoneNumbers[type eq \"mobile\"].value","value":"+44 (20) 7946-0001"},
            {"op":"Replace","path":"\#(URN.enterprise):department","value":"Dock"},
            {"op":"Replace","path":"active","value":"False"}
            """#)
        #expect(reply.verdict == "200")
        let user = await entra.get("/Users/\(id)").json
        #expect(user["name"] == ["formatted": "Gus Roth", "familyName": "Roth", "givenName": "Gustav"])
        #expect(
            user["emails"] == [
                ["primary": true, "type": "work", "value": "g@example.org"],
                ["type": "home", "value": "h@example.org"],
            ])
        #expect(user["addresses"] == [["type": "work", "locality": "Hull", "formatted": "1 Quay\r\nHull"]])
        #expect(user["phoneNumbers"] == [["type": "mobile", "value": "+44 (20) 7946-0001"]])
        #expect(user[.enterprise] == ["department": "Dock"])
        #expect(user["active"] == false)
    }

    @Test("null and the empty text clear an attribute or a part, and a removal of nothing is no failure")
    func clearsValues() async {
        let id = await entra.create(
            "/Users", person("gus", #","nickName":"G","\#(URN.enterprise)":{"costCenter":"C","division":"D"}"#))
        let reply = await entra.patch(
            "/Users/\(id)",
            #"""
            {"op":"Replace","path":"name","value":{"givenName":null,"middleName":"M"}},
            {"op":"Replace","path":"name.formatted","value":""},
            {"op":"Replace","path":"nickName","value":null},
            {"op":"Remove","path":"displayName"},
            {"op":"Remove","path":"phoneNumbers[type eq \"fax\"].value"},
            {"op":"Replace","path":"\#(URN.enterprise):costCenter","value":null}
            """#)
        #expect(reply.verdict == "200")
        #expect(reply.json["name"] == ["familyName": "Roth", "middleName": "M"])
        #expect(reply.json["nickName"] == nil)
        #expect(reply.json[.enterprise] == ["division": "D"])
    }

    @Test(
        "flags at the end of the tenant URL are no parameters", arguments: ["aadOptscim062020", "AzureAdScimPatch2017"])
    func updatesWithFlag(_ flag: String) async {
        let id = await entra.create("/Users?\(flag)", person("gus"))
        let reply = await entra.patch(
            "/Users/\(id)?\(flag)",
            #"""
            {"op":"replace","path":"emails[type eq \"work\"].value","value":"g@example.org"},
            {"op":"replace","value":{"displayName":"Gus R","name.givenName":"Gustav",
             "\#(URN.enterprise):department":"Dock"}},
            {"op":"replace","path":"active","value":false}
            """#)
        #expect(reply.verdict == "200")
        let user = await entra.get("/Users/\(id)?\(flag)").json
        #expect(user["displayName"] == "Gus R")
        #expect(user["name"] == ["formatted": "Gus Roth", "familyName": "Roth", "givenName": "Gustav"])
        #expect(user[.enterprise] == ["department": "Dock"])
        #expect(user["active"] == false)
        #expect(await entra.get("/Users?\(flag)&filter=userName+eq+%22gus%40example.com%22").page.count == 1)
    }

    @Test(
        "a mistyped URN, and a schema that is not listed, do not refuse a user",
        arguments: [
            #"["\#(URN.user)","urn:ietf:params:scim:schemas:extension:enterprise:2.0User"]"#, #"["\#(URN.user)"]"#,
        ])
    func schemasMayBeWrong(_ schemas: String) async {
        let body = #"{"schemas":\#(schemas),"userName":"gus","\#(URN.enterprise)":{"department":"Dock"}}"#
        let reply = await entra.post("/Users", body)
        #expect(reply.verdict == "201")
        #expect(reply.json[.enterprise] == ["department": "Dock"])
        #expect(reply.json["schemas"] == [.string(URN.user), .string(URN.enterprise)])
    }

    @Test("remove, add and replace of one attribute in one request, as the validator sends them")
    func oneAttributeThreeTimes() async {
        let id = await entra.create("/Users", person("gus"))
        let reply = await entra.patch(
            "/Users/\(id)",
            #"""
            {"op":"remove","path":"emails[type eq \"work\"].value"},
            {"op":"add","path":"emails[type eq \"work\"].value","value":"a@example.org"},
            {"op":"replace","path":"emails[type eq \"work\"].value","value":"b@example.org"}
            """#)
        #expect(reply.verdict == "200")
        let emails = reply.json["emails"]?.array ?? []
        #expect(emails.map { $0["value"] } == ["b@example.org"])
        #expect(emails.map { $0["type"] } == ["work"])
    }

    @Test("several attributes without path, as the validator sends them")
    func severalAttributesWithoutPath() async {
        let id = await entra.create("/Users", person("gus"))
        let reply = await entra.patch(
            "/Users/\(id)",
            #"""
            {"op":"replace","value":{"userName":"gus2@example.com","title":"Cook","name.familyName":"Rothe",
             "\#(URN.enterprise):costCenter":"C9","active":"False"}},
            {"op":"add","value":{"preferredLanguage":"en-GB"}}
            """#)
        #expect(reply.verdict == "200")
        #expect(reply.json["userName"] == "gus2@example.com")
        #expect(reply.json["name"]?["familyName"] == "Rothe")
        #expect(reply.json["name"]?["givenName"] == "Gus")
        #expect(reply.json[.enterprise] == ["costCenter": "C9"])
        #expect(reply.json["preferredLanguage"] == "en-GB")
        #expect(reply.json["active"] == false)
        #expect(reply.json["externalId"] == "gus-x")
    }

    @Test("answers are SCIM without parameters, and what is gone is 404")
    func answersAreSCIM() async {
        let id = await entra.create("/Users", person("gus"))
        var stranger = Client()
        stranger.token = "bad"
        for (reply, verdict) in [
            (await entra.get("/Users"), "200"), (await entra.get("/Users/\(id)"), "200"),
            (await entra.get("/Users/none"), "404"), (await entra.post("/Users", person("gus")), "409 uniqueness"),
            (await entra.post("/Users", "{"), "400 invalidSyntax"),
            (await Connector([:], contentType: "application/scim+json", client: stranger).get("/Users"), "401"),
        ] {
            #expect(reply.verdict == verdict)
            #expect(reply[.contentType] == "application/scim+json")
        }
        #expect(await entra.delete("/Users/\(id)").verdict == "204")
        #expect(await entra.delete("/Users/\(id)").verdict == "404")
        #expect(await entra.delete("/Groups/none").verdict == "404")
        #expect(
            await entra.patch("/Users/\(id)", #"{"op":"Replace","path":"active","value":"False"}"#).verdict == "404")
    }

    @Test("/Schemas holds no nulls, and names that begin with a small letter")
    func schemasAreDiscovered() async {
        let list = await entra.get("/Schemas")
        #expect(list.verdict == "200")
        #expect(list.json["schemas"] == [.string(URN.listResponse)])
        #expect(!list.json.json.contains("null"))
        let user = list.page.first { $0["id"] == .string(URN.user) }
        #expect(user?.attributes?.allSatisfy { $0.name.text.first?.isLowercase == true } == true)
    }
}
