import ConformanceLedger
import HTTPTypes
import RosterHTTP
import SCIM
import Testing

@Suite("RFC 7643 §4.1, §4.3 — users")
struct UserConformanceTests {
    let client = Client()

    @Test(
        .shows("7643-4.1.1-a", "7644-3.12-e"),
        arguments: ["", #","userName":"""#, #","userName":null"#])
    func aUserNeedsAUserName(_ member: String) async {
        let reply = await client.send(.post, "/Users", #"{"schemas":["\#(Sample.user)"]\#(member)}"#)
        #expect(reply.outcome == "400 invalidValue")
        #expect(reply.error?.detail.contains("userName") == true)
    }

    @Test(.shows("7643-4.1.1-b"))
    func userNamesAreUniqueWhateverTheirLetterCase() async {
        #expect(await client.newUser("Bob").json["userName"] == "Bob")
        #expect(await client.newUser("bOB").outcome == "409 uniqueness")
        #expect(await client.matching(#"userName eq "BOB""#).total == 1)
    }

    @Test(
        .shows("7643-4.1.1-c"),
        arguments: [
            ("preferredLanguage", "da, en-gb;q=0.8"), ("preferredLanguage", "en"), ("locale", "en-US"),
            ("locale", "en_US"), ("timezone", "America/Los_Angeles"), ("timezone", "UTC"),
        ])
    func languagesLocalesAndTimeZonesAreKeptAsSent(_ name: String, _ value: String) async {
        let reply = await client.newUser("t", #""\#(name)":"\#(value)""#)
        #expect(reply.outcome == "201")
        #expect(reply.json[AttributeName(name)] == .string(value))
    }

    @Test(
        .shows("7643-4.1.1-c"),
        arguments: [
            ("preferredLanguage", "!!"), ("locale", "en US"), ("timezone", "W. Europe Standard Time"),
        ])
    func otherFormsAreKeptUnlessStrict(_ name: String, _ value: String) async {
        let member = #""\#(name)":"\#(value)""#
        #expect(await client.newUser("t", member).json[AttributeName(name)] == .string(value))
        let client = Client.strict
        #expect(await client.newUser("t", member).outcome == "400 invalidValue")
        #expect(await client.send(.get, "/Users").total == 0)
    }

    @Test(.shows("7643-4.1.1-d"))
    func activeIsABoolean() async {
        let id = await client.newUser("t", #""active":true"#).id
        #expect(await client.replace("active", in: "/Users/\(id)", by: "false").json["active"] == false)
        #expect(await client.send(.get, "/Users/\(id)").text.contains(#""active":false"#))
        #expect(await client.matching("active eq false").ids == [id])
        #expect(await client.matching("active eq true").total == 0)
    }

    @Test(.shows("7643-4.1.1-e"))
    func noAnswerShowsAPassword() async {
        let secret = "t0psecret"
        let password = #""password":"\#(secret)""#
        let created = await client.newUser("t", password)
        let path = "/Users/\(created.id)"
        var replies = [created]
        for query in ["", "?attributes=password", "?attributes=userName,password", "?excludedAttributes=title"] {
            replies.append(await client.send(.get, path + query))
            replies.append(await client.send(.get, "/Users" + query))
            replies.append(await client.send(.put, path + query, Sample.user("t", password)))
            replies.append(
                await client.send(.patch, path + query, Sample.patch(Sample.replacing("password", #""\#(secret)""#))))
            replies.append(
                await client.send(.patch, path + query, Sample.patch(#"{"op":"add","value":{\#(password)}}"#)))
        }
        for reply in replies {
            #expect(reply.status < 300)
            #expect(!reply.text.contains("password") && !reply.text.contains(secret))
        }
    }

    @Test(.shows("7643-4.1.1-f", "7644-7.5.2-a"))
    func aPasswordCannotBeSearchedForInAURL() async {
        _ = await client.newUser("t", #""password":"p""#)
        #expect(await client.matching(#"password eq "p""#).outcome == "403 sensitive")
        for filter in [#"password sw "p""#, "password pr", #"userName eq "t" and password co "p""#] {
            #expect(await client.matching(filter).outcome == "403 sensitive", "\(filter)")
        }
    }

    @Test(
        .shows("7643-4.1.2-a"),
        arguments: [
            ("emails", #"{"value":"Björn@EX.org","type":"work"}"#),
            ("phoneNumbers", #"{"value":"tel:+1-201-555-0123","type":"work"}"#),
            ("phoneNumbers", #"{"value":"555-5555"}"#), ("photos", #"{"value":"https://h/f.png","type":"photo"}"#),
            ("ims", #"{"value":"someone","type":"xmpp"}"#),
        ])
    func waysToReachAUserAreKept(_ name: String, _ value: String) async throws {
        let reply = await client.newUser("t", #""\#(name)":[\#(value)]"#)
        #expect(reply.outcome == "201")
        let sent = try JSONReader.read(Array(value.utf8))
        #expect(reply.json[AttributeName(name)] == .array([sent]))
        let folds = name != "photos"
        let filter = #"\#(name).value eq "\#((sent["value"]?.string ?? "").uppercased())""#
        #expect(await client.matching(filter).total == (folds ? 1 : 0))
    }

    @Test("Entra ID sends the name of the country", .shows("7643-4.1.2-b"))
    func countriesAreKeptAsSent() async {
        for country in ["US", "United States"] {
            let reply = await client.newUser("t\(country)", #""addresses":[{"country":"\#(country)"}]"#)
            #expect(reply.outcome == "201")
            #expect(reply.json["addresses"] == [["country": .string(country)]])
        }
    }

    @Test(.shows("7643-4.1.2-c"))
    func groupsFollowFromMembers() async {
        let user = await client.newUser("t").id
        let group = await client.newGroup("g").id
        let added = await client.send(
            .patch, "/Groups/\(group)",
            Sample.patch(#"{"op":"add","path":"members","value":[{"value":"\#(user)"}]}"#))
        #expect(added.outcome == "200")
        #expect(
            await client.send(.get, "/Users/\(user)").json["groups"] == [
                [
                    "value": .string(group), "display": "g", "type": "direct",
                    "$ref": .string("https://scim.test/scim/Groups/\(group)"),
                ]
            ])
        #expect(await client.matching(#"groups.value eq "\#(group)""#).ids == [user])
        _ = await client.send(.delete, "/Groups/\(group)")
        #expect(await client.send(.get, "/Users/\(user)").json["groups"] == nil)
    }

    @Test(.shows("7643-4.1.2-d"))
    func groupsCannotBeWrittenThroughAUser() async {
        let group = await client.newGroup("g").id
        let groups = #""groups":[{"value":"\#(group)"}]"#
        let user = await client.newUser("t", groups)
        #expect(user.outcome == "201")
        #expect(await client.send(.put, "/Users/\(user.id)", Sample.user("t", groups)).outcome == "200")
        let added = await client.send(
            .patch, "/Users/\(user.id)",
            Sample.patch(#"{"op":"add","path":"groups","value":[{"value":"\#(group)"}]}"#))
        #expect(added.outcome == "400 mutability")
        #expect(await client.send(.get, "/Users/\(user.id)").json["groups"] == nil)
        #expect(await client.send(.get, "/Groups/\(group)").json["members"] == nil)
    }

    @Test(.shows("7643-4.3-a"))
    func aManagerIsAnotherUserWhoseNameClientsDoNotWrite() async {
        let first = await client.newUser("first").id
        let second = await client.newUser("second").id
        let user = await client.newUser(
            "t", Sample.enterprise(#""manager":{"value":"\#(first)","displayName":"hax"}"#))
        #expect(user.outcome == "201")
        #expect(!user.text.contains("hax"))
        let path = "/Users/\(user.id)"
        let changed = await client.replace("\(Sample.enterprise):manager.value", in: path, by: #""\#(second)""#)
        #expect(changed.outcome == "200")
        let manager = await client.send(.get, path).json[AttributeName(Sample.enterprise)]?["manager"]
        #expect(manager?["value"] == .string(second))
        #expect(manager?["$ref"] == .string("https://scim.test/scim/Users/\(second)"))
        #expect(await client.follow(manager?["$ref"]?.string).id == second)
    }

    @Test(.shows("7643-8.7.1-s"))
    func theNameOfAManagerCannotBePatched() async {
        let user = await client.newUser("t", Sample.enterprise(#""manager":{"value":"m"}"#)).id
        let reply = await client.replace(
            "\(Sample.enterprise):manager.displayName", in: "/Users/\(user)", by: #""x""#)
        #expect(reply.outcome == "400 mutability")
    }

    @Test(.shows("7643-8.7.1-b"))
    func theNameIsReturnedAsItsParts() async {
        let reply = await client.newUser("t", #""name":{"givenName":"Ines","familyName":"Duarte"}"#)
        #expect(reply.json["name"] == ["givenName": "Ines", "familyName": "Duarte"])
        #expect(await client.matching(#"name.familyName eq "DUARTE""#).ids == [reply.id])
    }

    @Test(.shows("7643-8.7.1-c", "7643-8.7.1-e", "7643-8.7.1-r"))
    func describingAttributesFoldCaseAndMayBeShared() async {
        let department = Sample.enterprise(#""department":"Sales""#)
        for name in ["t", "u"] {
            #expect(
                await client.newUser(name, #""userType":"Employee""#, #""locale":"en-US""#, department).outcome == "201"
            )
        }
        for filter in [
            #"userType eq "employee""#, #"locale eq "EN-us""#, #"\#(Sample.enterprise):department eq "SALES""#,
        ] {
            #expect(await client.matching(filter).total == 2, "\(filter)")
        }
    }

    @Test(.shows("7643-8.7.1-d", "7643-7-c"))
    func referencesAndIdsCompareExactly() async {
        let uri = #""profileUrl":"https://ex.org/a""#
        let user = await client.newUser("t", uri, Sample.enterprise(#""manager":{"value":"Id1"}"#))
        #expect(user.outcome == "201")
        for (filter, total) in [
            (#"profileUrl eq "HTTPS://EX.ORG/A""#, 0), (#"profileUrl eq "https://ex.org/a""#, 1),
            (#"\#(Sample.enterprise):manager.value eq "iD1""#, 0),
            (#"\#(Sample.enterprise):manager.value eq "Id1""#, 1),
            (#"meta.resourceType eq "USER""#, 0), (#"meta.resourceType eq "User""#, 1),
        ] {
            #expect(await client.matching(filter).total == total, "\(filter)")
        }
    }

    @Test(.shows("7643-7-c"))
    func otherTextFoldsCaseAndKeepsItsSpelling() async {
        let user = await client.newUser("Ines", #""title":"Boss""#, #""emails":[{"value":"A@x.org"}]"#)
        #expect(user.json["userName"] == "Ines")
        #expect(user.json["title"] == "Boss")
        for filter in [#"title eq "BOSS""#, #"userName eq "iNES""#, #"emails.value eq "a@X.ORG""#] {
            #expect(await client.matching(filter).ids == [user.id], "\(filter)")
        }
    }

    @Test(.shows("7643-8.7.1-f"))
    func activeHasNoOrder() async {
        _ = await client.newUser("t", #""active":true"#)
        #expect(await client.matching("active eq true").total == 1)
        #expect(await client.matching("active gt true").outcome == "400 invalidFilter")
    }

    @Test(.shows("7643-8.7.1-h", "7643-8.7.1-l", "7643-8.7.1-n"))
    func valuesMayBeSharedAndOneMayBePrimary() async {
        for name in ["t", "u"] {
            let reply = await client.newUser(
                name, #""emails":[{"value":"a@x","type":"work","primary":true}]"#,
                #""addresses":[{"type":"work","locality":"X","primary":true}]"#,
                #""roles":[{"value":"admin","primary":true}]"#, #""entitlements":[{"value":"e","type":"any"}]"#)
            #expect(reply.outcome == "201")
            #expect(reply.json["emails"] == [["value": "a@x", "type": "work", "primary": true]])
            #expect(reply.json["addresses"] == [["type": "work", "locality": "X", "primary": true]])
            #expect(reply.json["roles"] == [["value": "admin", "primary": true]])
            #expect(reply.json["entitlements"] == [["value": "e", "type": "any"]])
        }
    }

    @Test(.shows("7643-8.7.1-o"))
    func certificatesHaveNoOrderAndNoPEMForm() async {
        #expect(await client.matching(#"x509Certificates.value gt "A""#).outcome == "400 invalidFilter")
        let pem = #"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"#
        #expect(await client.newUser("t", #""x509Certificates":[{"value":"\#(pem)"}]"#).outcome == "400 invalidValue")
    }

    @Test(.shows("7643-8.7.1-o"))
    func aValueHoldsOneCertificate() async {
        // Two DER sequences of two bytes each, one behind the other.
        let reply = await client.newUser("t", #""x509Certificates":[{"value":"MAIFADACBQA="}]"#)
        #expect(reply.outcome == "400 invalidValue")
    }

    @Test(
        "PRECIS for userName", .shows("7644-5-a"),
        arguments: [
            ("bob", "ｂｏｂ"), ("ren\u{E9}", "rene\u{301}"), ("ΝΙΚΟΣ", "νικος"), ("νικος", "ΝΙΚΟΣ"), ("Νίκος", "ΝΊΚΟΣ"),
        ])
    func spellingsOfOneUserNameAreTheSame(_ first: String, _ second: String) async {
        #expect(await client.newUser(first).outcome == "201")
        #expect(await client.newUser(second).outcome == "409 uniqueness")
        #expect(await client.matching(#"userName eq "\#(second)""#).total == 1)
    }

    @Test("RFC 8265 §3.3.1, the rule of width mapping", .shows("7644-5-a"))
    func halfWidthLettersAreThoseOfFullWidth() async {
        #expect(await client.newUser("カナ").outcome == "201")
        #expect(await client.newUser("ｶﾅ").outcome == "409 uniqueness")
    }
}
