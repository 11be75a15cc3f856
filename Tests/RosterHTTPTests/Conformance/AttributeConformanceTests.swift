import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

@Suite("RFC 7643 §2 — names, types and states of attributes")
struct AttributeConformanceTests {
    let client = Client()
    let gadgets = Client(types: [Gadget.type])

    @Test(.shows("7643-2.1-a"))
    func namesAreMatchedWithoutRegardToLetterCase() async {
        let created = await client.send(
            .post, "/Users", #"{"SCHEMAS":["\#(Sample.user)"],"USERNAME":"t1","DisplayName":"d"}"#)
        #expect(created.outcome == "201")
        #expect(created.names == ["schemas", "id", "userName", "displayName", "meta"])
        #expect(created.json["userName"] == "t1")
        #expect(created.json["displayName"] == "d")
        let path = "/Users/\(created.id)"
        #expect(await client.replace("DISPLAYNAME", in: path, by: #""e""#).json["displayName"] == "e")
        #expect(await client.matching(#"DISPLAYname eq "e" and USERNAME pr"#).ids == [created.id])
        #expect(await client.send(.get, "\(path)?attributes=DiSpLaYnAmE").names == ["schemas", "id", "displayName"])
    }

    @Test(.shows("7643-2.2-a"))
    func whatASchemaLeavesOutHasItsDefault() async {
        let published = await gadgets.send(.get, "/Schemas/\(Gadget.uri)").json["attributes"]?.array?.first
        #expect(
            published == [
                "name": "bare", "type": "string", "multiValued": false, "required": false, "caseExact": false,
                "mutability": "readWrite", "returned": "default", "uniqueness": "none",
            ])
        #expect(await gadgets.send(.post, "/Gadgets", Gadget.body(#""size":1"#)).outcome == "201")
        let first = await gadgets.send(.post, "/Gadgets", Gadget.body(#""bare":"Red""#))
        #expect(first.json["bare"] == "Red")
        #expect(await gadgets.send(.post, "/Gadgets", Gadget.body(#""bare":"Red""#)).outcome == "201")
        #expect(await gadgets.matching(#"bare eq "RED""#, at: "/Gadgets").total == 2)
        #expect(await gadgets.replace("bare", in: "/Gadgets/\(first.id)", by: #""Blue""#).json["bare"] == "Blue")
    }

    @Test(
        .shows("7643-2.3-a"),
        arguments: [
            #""userName":true"#, #""userName":["a","b"]"#, #""userName":[["a"]]"#, #""userName":"t","active":"maybe""#,
            #""userName":"t","active":1"#, #""userName":"t","name":"Bob""#, #""userName":"t","name":[1]"#,
            #""userName":"t","emails":[{"value":true}]"#, #""userName":"t","title":{"value":"x","type":"y"}"#,
            #""userName":"t","title":{}"#,
        ])
    func valuesOfAnotherTypeAreRefused(_ members: String) async {
        let reply = await client.send(.post, "/Users", Sample.resource(Sample.user, members))
        #expect(reply.outcome == "400 invalidValue")
        #expect(await client.send(.get, "/Users").total == 0)
    }

    @Test(
        "Entra ID and UnboundID's client wrap simple values, and directories hold numbers",
        arguments: [
            (#""userName":42"#, "42"), (#""userName":["a"]"#, "a"), (#""userName":{"value":"x"}"#, "x"),
            (#""userName":[{"$ref":null,"value":7}]"#, "7"),
        ])
    func wrappedValuesAreTaken(_ members: String, _ userName: String) async {
        let body = Sample.resource(Sample.user, members)
        #expect(await client.send(.post, "/Users", body).json["userName"] == .string(userName))
        #expect(await Client.strict.send(.post, "/Users", body).outcome == "400 invalidValue")
    }

    @Test(.shows("7643-2.3-a"))
    func integersHaveNeitherFractionNorExponent() async {
        let path = await "/Gadgets/" + gadgets.create("/Gadgets", Gadget.body(#""size":1"#))
        for value in ["1.5", "1e3", "1.0", #""15""#, "true"] {
            #expect(await gadgets.replace("size", in: path, by: value).outcome == "400 invalidValue", "\(value)")
        }
        #expect(await gadgets.replace("size", in: path, by: "15").outcome == "200")
        #expect(await gadgets.send(.get, path).text.contains(#""size":15,"#))
        #expect(await gadgets.replace("weight", in: path, by: "1.5").text.contains(#""weight":1.5,"#))
    }

    @Test(.shows("7643-2.3.1-a"))
    func otherValuesThanTheCanonicalOnesAreKept() async {
        let reply = await client.newUser("t", #""emails":[{"value":"a@b.c","type":"boat"}]"#)
        #expect(reply.outcome == "201")
        #expect(reply.json["emails"] == [["value": "a@b.c", "type": "boat"]])
    }

    @Test(.shows("7643-2.3.5-a"))
    func aDateTimeHasDateAndTime() async {
        let created = await gadgets.send(.post, "/Gadgets", Gadget.body(#""madeAt":"2024-02-29T23:59:59.5+01:00""#))
        #expect(created.outcome == "201")
        #expect(created.json["madeAt"] == "2024-02-29T23:59:59.5+01:00")
        let form = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+\-]\d\d:\d\d)/
        for name: AttributeName in ["created", "lastModified"] {
            #expect(created.json["meta"]?[name]?.string?.wholeMatch(of: form) != nil)
        }
        for text in ["2024-01-01", "12:00:00", "2024-02-30T00:00:00Z", "2024-01-01 00:00:00Z", "soon", "1704067200"] {
            let reply = await gadgets.send(.post, "/Gadgets", Gadget.body(#""madeAt":"\#(text)""#))
            #expect(reply.outcome == "400 invalidValue", "\(text)")
        }
    }

    @Test(.shows("7643-2.3.6-a"))
    func binariesAreBase64AndComeBackByteForByte() async {
        let certificate = "MAYCAQUEAf8="
        let reply = await client.newUser("t", #""x509Certificates":[{"value":"\#(certificate)"}]"#)
        #expect(reply.outcome == "201")
        #expect(reply.json["x509Certificates"] == [["value": .string(certificate)]])
        for text in ["@@@", "MII BCg", "M", "MI=I", "====", "-----BEGIN CERTIFICATE-----"] {
            let refused = await client.newUser("u", #""x509Certificates":[{"value":"\#(text)"}]"#)
            #expect(refused.outcome == "400 invalidValue", "\(text)")
        }
    }

    @Test(.shows("7643-2.3.7-a"))
    func referencesLeadToTheResourceThatTheyName() async {
        let user = await client.newUser("t").id
        let group = await client.newGroup("g", user)
        let member = group.json["members"]?.array?.first
        #expect(await client.follow(member?["$ref"]?.string).json["id"] == .string(user))
        let membership = await client.send(.get, "/Users/\(user)").json["groups"]?.array?.first
        #expect(await client.follow(membership?["$ref"]?.string).id == group.id)
    }

    @Test("the id in a relative or absolute URI", .shows("7643-2.3.7-a", "7643-2.4-c"))
    func aReferenceMayBeRelativeOrOfAnyVersionOfTheProtocol() async {
        let user = await client.newUser("t").id
        for uri in [
            "Users/\(user)", "../Users/\(user)", "https://scim.test/scim/Users/\(user)",
            "https://scim.test/scim/v2/Users/\(user)",
        ] {
            let group = await client.send(
                .post, "/Groups", Sample.group("g", #""members":[{"$ref":"\#(uri)"}]"#))
            #expect(group.outcome == "201")
            #expect(group.json["members"]?.array?.map { $0["value"] } == [.string(user)], "\(uri)")
            #expect(
                group.json["members"]?.array?.first?["$ref"] == .string("https://scim.test/scim/Users/\(user)"))
        }
    }

    @Test(.shows("7643-2.3.8-a"))
    func theOrderOfMembersMeansNothing() async {
        let created = await client.newUser("t", #""name":{"givenName":"I","familyName":"D"},"title":"x""#)
        let reordered =
            #"{"title":"x","name":{"familyName":"D","givenName":"I"},"userName":"t","schemas":["\#(Sample.user)"]}"#
        let replaced = await client.send(.put, "/Users/\(created.id)", reordered)
        #expect(replaced.outcome == "200")
        #expect(replaced.json == created.json)
        #expect(await client.send(.get, "/Users/\(created.id)").json == created.json)
    }

    @Test(.shows("7643-2.4-a"))
    func twoPrimaryValuesAreRefused() async {
        let two = #""emails":[{"value":"a@x","primary":true},{"value":"b@x","primary":true}]"#
        #expect(await client.newUser("t", two).outcome == "400 invalidValue")
        let id = await client.newUser("t").id
        #expect(await client.send(.put, "/Users/\(id)", Sample.user("t", two)).outcome == "400 invalidValue")
        #expect(await client.send(.get, "/Users/\(id)").json["emails"] == nil)
    }

    @Test(.shows("7643-2.4-a"))
    func aMissingPrimaryCountsAsFalse() async {
        let user = await client.newUser("t", #""emails":[{"value":"a@x"}]"#).id
        #expect(await client.matching("emails[primary eq false]").ids == [user])
        #expect(await client.matching("emails[primary eq true]").total == 0)
    }

    @Test(.shows("7643-2.4-b"))
    func aPairOfTypeAndValueIsKeptOnce() async {
        let same = #""emails":[{"value":"a@x","type":"work"},{"value":"a@x","type":"work"}]"#
        #expect(await client.newUser("t", same).json["emails"] == [["value": "a@x", "type": "work"]])
        let different = #""emails":[{"value":"a@x","type":"work"},{"value":"a@x","type":"home"}]"#
        #expect(await client.newUser("u", different).json["emails"]?.array?.count == 2)
    }

    @Test(.shows("7643-2.5-a"))
    func nullAndNoValuesAreUnassigned() async {
        let created = await client.newUser("t", #""title":"x","emails":[{"value":"a@x"}]"#)
        let path = "/Users/\(created.id)"
        #expect(await client.matching("title pr").total == 1)
        let cleared = await client.send(.put, path, Sample.user("t", #""title":null,"emails":[],"nickName":null"#))
        #expect(cleared.outcome == "200")
        #expect(cleared.names == ["schemas", "id", "userName", "meta"])
        #expect(await client.send(.get, path).names == ["schemas", "id", "userName", "meta"])
        for filter in ["title pr", "emails pr", "nickName pr"] {
            #expect(await client.matching(filter).total == 0, "\(filter)")
        }
        #expect(await client.matching("not (title pr)").total == 1)
    }
}
