import HTTPTypes
import SCIM
import Testing

@Suite("Several clients — forms that nobody may be turned away for")
struct ToleranceTests {
    let anybody = Connector([:], contentType: "application/scim+json")

    @Test(
        "queries are read however they are written (Entra ID, OneLogin, Ping, Microsoft's collection)",
        arguments: [
            "/Users?filter=userName+eq+%22tom%22", "/Users?filter=userName%20eq%20%22tom%22&", "/Users?",
            "/Users/?count=5", "/Users?FILTER=userName+eq+%22tom%22", "/Users?StartIndex=0&Count=1000",
            "/Users?aadOptscim062020", "/Users?&&count=5", "/Users?unknown=1&other", "/v2/Users?startindex=-1",
        ])
    func queries(_ target: String) async {
        _ = await anybody.createUser("tom")
        let list = await anybody.get(target)
        #expect(list.verdict == "200")
        #expect(list.json["totalResults"] == 1)
        #expect(list.json["startIndex"] == 1)
        #expect(list.shownNames == ["tom"])
    }

    @Test(
        "filters of all clients (Entra ID, Ping, Rippling, Oracle, Microsoft's collection)",
        arguments: [
            #"EMAILS[Type EQ "work"].VALUE Eq "t@x""#, #"emails[primary eq true and type eq "work"].value eq "t@x""#,
            #"emails eq "t@x""#, #"emails co "t@""#, #"emails[primary eq "True"].value eq "t@x""#, #"active eq "True""#,
            #"meta.lastModified ge "0001-01-01T00:00:00.0000000Z""#, #"externalId eq "T1" and active eq true"#,
            #"meta.created lt "2130-02-03T04:05:06.1234567Z""#, #"(userName eq "TOM")"#,
        ])
    func filters(_ filter: String) async {
        let provider = Provider()
        _ = await provider.user(
            "tom",
            ["externalId": "T1", "active": true, "emails": [["value": "t@x", "type": "work", "primary": true]]])
        #expect(await provider.names(where: filter) == ["tom"])
    }

    @Test("attribute names come back in the spelling of the schema (OneLogin)")
    func namesInAnyLetterCase() async {
        let reply = await anybody.post(
            "/Users",
            #"""
            {"SCHEMAS":["\#(URN.user)"],"username":"tom","NAME":{"givenname":"Tom"},"Emails":[{"VALUE":"t@x"}],
             "shoeSize":44,"meta":{"location":"x"},"nickName":null,"groups":[{"value":"g"}]}
            """#)
        #expect(reply.verdict == "201")
        #expect(Set(reply.topNames) == ["schemas", "id", "userName", "name", "emails", "meta"])
        #expect(reply.json["name"]?.attributes?.map(\.name.text) == ["givenName"])
    }

    @Test(
        "members in every form (Okta, Entra ID, Keycloak, Microsoft's collection)",
        arguments: [
            #"{"value":"ID"}"#, #"{"value":"ID","display":"Tom"}"#, #"{"value":"ID","displayName":"Tom"}"#,
            #"{"value":"ID","$ref":null}"#, #"{"value":"ID","$ref":"Users/ID"}"#,
            #"{"value":"ID","type":"User","$ref":"https://other.test/Users/ID"}"#, #"{"value":"ID","type":null}"#,
            #""ID""#,
        ])
    func members(_ form: String) async {
        let id = await anybody.createUser("tom")
        let member = form.replacing("ID", with: id)
        let created = await anybody.post(
            "/Groups", #"{"schemas":["\#(URN.group)"],"displayName":"Crew","members":[\#(member)]}"#)
        #expect(created.verdict == "201")
        let group = created.json["id"]?.string ?? ""
        #expect(await anybody.members(of: group) == [id])
        let removed = await anybody.patch("/Groups/\(group)", #"{"op":"remove","path":"members","value":[\#(member)]}"#)
        #expect(removed.verdict == "200")
        #expect(await anybody.members(of: group) == [])
        let added = await anybody.patch("/Groups/\(group)", #"{"op":"add","path":"members","value":\#(member)}"#)
        #expect(added.verdict == "200")
        #expect(await anybody.members(of: group) == [id])
        #expect(
            added.json["members"]?.array?.first?["$ref"] == .string("https://scim.test/scim/Users/\(id)"))
    }

    @Test("numbers are numbers, ids and statuses are text (Okta)")
    func typesOfAnswers() async {
        let id = await anybody.createUser("tom")
        let list = await anybody.get("/Users")
        for name in ["totalResults", "startIndex", "itemsPerPage"] as [AttributeName] {
            #expect(list.json[name]?.integer == 1)
        }
        #expect(list.page.first?["id"] == .string(id))
        let missing = await anybody.get("/Users/none")
        #expect(missing.error?.status == "404")
        #expect(missing.error?.detail.isEmpty == false)
    }

    @Test("the primary value is returned (Oracle)")
    func primaryIsReturned() async {
        let provider = Provider()
        let user = await provider.user("tom", ["emails": [["value": "t@x", "type": "work", "primary": "true"]]])
        #expect(await user.read()["emails"] == [["value": "t@x", "type": "work", "primary": true]])
    }
}

@Suite("Where clients and the RFC pull apart")
struct ChoiceTests {
    @Test(
        "discovery passes query parameters over, but a filter is refused",
        arguments: [
            ("/ServiceProviderConfig?filter=a+pr&attributes=patch", "200"), ("/Schemas?count=1&startIndex=2", "200"),
            ("/ResourceTypes?sortBy=name&aadOptscim062020", "200"), ("/Schemas?filter=id+pr", "403"),
            ("/ResourceTypes?filter=name+pr", "403"),
        ])
    func discovery(_ target: String, _ verdict: String) async {
        let provider = Provider()
        let reply = await provider.client.send(.get, target)
        #expect(reply.verdict == verdict)
        if verdict == "200" {
            let path = String(target.prefix { $0 != "?" })
            #expect(reply.json == (await provider.client.send(.get, path)).json)
        }
    }

    @Test("a type that no schema knows makes no value, one that it knows does")
    func canonicalTypes() async {
        let user = await Provider().user("tom")
        #expect(await user.patch(.replace(#"emails[type eq "boat"].value"#, "x")).verdict == "400 noTarget")
        #expect(await user.patch(.replace(#"emails[type eq "other"].value"#, "x")).verdict == "200")
        #expect(await user.patch(.replace(#"roles[primary eq "True"].value"#, "x")).verdict == "200")
        #expect(await user.read()["emails"] == [["type": "other", "value": "x"]])
    }

    @Test("unknown attributes are passed over in bodies and refused in paths")
    func unknownAttributes() async {
        let user = await Provider().user("tom", ["shoeSize": 44])
        #expect(await user.read()["shoeSize"] == nil)
        #expect(await user.patch(.replace(["shoeSize": 45, "title": "T"])).json["title"] == "T")
        #expect(await user.patch(.replace("shoeSize", 45)).verdict == "400 invalidPath")
    }

    @Test("groups may be told to differ in name")
    func namesOfGroups() async {
        let free = Provider()
        _ = await free.group("Crew")
        #expect(await free.group("crew").id != "refused")
        let strict = Provider(types: [.user, .group.withUniqueValues(of: .displayName)])
        _ = await strict.group("Crew")
        let body: Attributes = [.schemas: [.string(URN.group)], .displayName: "CREW"]
        #expect(await strict.post("/Groups", body).verdict == "409 uniqueness")
        let other = await strict.group("Other")
        #expect(await other.patch(.replace("displayName", "crew")).verdict == "409 uniqueness")
    }
}
