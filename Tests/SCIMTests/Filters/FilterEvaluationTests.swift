import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.2, table 3 — what filters match")
struct FilterEvaluationTests {
    private static let user = #"""
        {"userName":"bJensen","externalId":"Ext-1","title":"Boss","userType":"Employee","active":true,"nickName":"",
         "profileUrl":"https://h/BJ","name":{"givenName":"Bárbara","familyName":"Jensen"},
         "emails":[{"value":"a@work.x","type":"work","primary":true},{"value":"B@home.y","type":"home"}],
         "addresses":[{"locality":"Hull","type":"work"}],"x509Certificates":[{"value":"AAEC"}],
         "groups":[{"value":"G1","display":"Crew"}],"ENT":{"department":"Dock","manager":{"value":"M1"}}}
        """#

    private func matches(_ filter: String, _ resource: String = user, type: ResourceType = .user) throws -> Bool {
        let text = filter.replacing("ENT:", with: "\(Schema.enterpriseUser.id):")
        return try type.resolve(Filter(text)).matches(.json(resource, id: "Id-7", type: type))
    }

    @Test(
        "matches",
        .shows(
            "7643-2.4-a", "7643-7-c", "7643-8.7.1-a", "7644-3.4.2.2-d", "7644-3.4.2.2-e", "7644-3.4.2.2-f",
            "7644-3.4.2.2-g", "7644-3.4.2.2-m", "7644-3.4.2.2-n", "7644-3.4.2.2-o", "7644-3.4.2.2-p", "7644-3.4.2.2-q",
            "7644-3.4.2.2-r", "7644-3.4.2.2-s", "7644-3.4.2.2-t"),
        arguments: [
            #"userName eq "bjensen""#, #"userName eq "BJENSEN""#, #"userName co "jen""#, #"userName sw "BJ""#,
            #"userName ew "sen""#,
            #"userName sw "bjensen""#, #"userName ew "bjensen""#, #"userName co "bjensen""#, #"userName co """#,
            #"userName sw """#,
            #"userName ne "x""#, #"userName gt "BJ""#, #"userName ge "bjensen""#, #"userName le "bjensen""#,
            #"userName lt "bk""#,
            #"displayName ne "x""#, "not (displayName pr)", #"not (displayName eq "x")"#, "displayName eq null",
            "title ne null",
            // An empty text is a value of its own (RFC 7643 §2.3.1), though none for `pr`.
            #"nickName eq """#, #"nickName lt "a""#, #"nickName co """#, #"not (nickName ne "")"#,
            "nickName eq null", "not (nickName pr)", "name pr", "name.givenName pr", "emails pr", "active eq true",
            "active ne false",
            #"active eq "True""#, #"name.givenName eq "BA\u0301RBARA""#, #"name.givenName co "árb""#,
            // Common attributes.
            #"id eq "Id-7""#, #"externalId eq "Ext-1""#, #"meta.resourceType eq "User""#, #"schemas eq "ENT""#,
            "meta pr", "id pr",
            #"meta.created ge "2026-03-01T09:00:00.25+01:00""#, #"meta.created eq "2026-03-01T08:00:00.2500000Z""#,
            #"meta.lastModified gt "0001-01-01T00:00:00Z""#, #"meta.created le "2030-01-01T00:00:00Z""#,
            #"meta.version eq "W/\"v-Id-7\"""#,
            // One value of several is enough; terms in brackets hold for the same one.
            #"emails.value eq "b@HOME.y""#, #"emails co "work.x""#, #"emails ne "a@work.x""#,
            #"emails.type eq "work" and emails.value ew ".y""#,
            #"emails[type eq "work" and value ew ".x"]"#,
            #"emails[type eq "work" or (type eq "home" and not (value ew ".x"))]"#,
            #"emails[type eq "home"].value eq "b@home.y""#, #"emails[primary eq true].value pr"#,
            #"emails[type eq "other"] or title pr"#,
            #"not (emails[type eq "other"])"#, #"addresses[locality eq "hull"]"#, #"addresses.region ne "x""#,
            #"emails.display eq null"#,
            // RFC 7643 §2.4: a missing primary counts as false.
            "emails[primary eq false]", #"emails[type eq "home" and primary eq false]"#,
            #"emails[type eq "home" and primary ne true]"#,
            "emails.primary eq false", "emails.primary ne true", "addresses.primary eq false",
            #"addresses[primary eq "False"]"#,
            "not (addresses.primary ne false)", "emails.primary eq true", "emails[not (primary pr)]",
            // References, binaries, ids: exactly.
            #"profileUrl sw "https://h/B""#, #"x509Certificates co "AE""#, #"groups eq "G1""#,
            #"groups.display sw "cr""#,
            // Extensions.
            #"ENT:department eq "dock""#, #"manager eq "M1""#, #"ENT:manager.value pr"#,
            #"id eq "Id-7" and manager eq "M1""#,
            "ENT:costCenter eq null", "manager ne null", "manager.displayName eq null", "roles eq null",
            "emails ne null",
            #"name[givenName sw "b" and familyName sw "j"]"#, "name ne null", "not (name eq null)",
        ])
    func matching(_ filter: String) throws {
        #expect(try matches(filter.replacing("\"ENT\"", with: "\"\(Schema.enterpriseUser.id)\"")))
    }

    @Test(
        "does not match",
        .shows(
            "7643-3.1-c", "7643-3.1-e", "7643-7-c", "7643-8.7.1-d", "7644-3.4.2.2-d", "7644-3.4.2.2-f",
            "7644-3.4.2.2-o", "7644-3.4.2.2-q"),
        arguments: [
            #"userName eq "x""#, #"userName ne "bjensen""#, #"userName gt "bjensen""#, #"userName lt "bjensen""#,
            #"userName co "b*n""#,
            #"displayName eq "x""#, #"displayName co """#, #"displayName gt """#, "nickName pr", #"nickName eq "x""#,
            "displayName pr",
            "phoneNumbers pr", "displayName ne null", "title eq null", "active eq false", #"active ne "True""#,
            #"id eq "id-7""#, #"externalId eq "ext-1""#, #"meta.resourceType eq "user""#,
            #"schemas eq "urn:ietf:params:scim:schemas:core:2.0:Group""#,
            #"meta.created gt "2026-03-01T08:00:00.250Z""#, #"meta.created lt "2026-03-01T08:00:00Z""#,
            #"emails[type eq "work" and value ew ".y"]"#, #"emails[type eq "work"].value eq "b@home.y""#,
            #"emails[type eq "other"].value ne "x""#,
            #"emails.value eq "c""#, "emails[primary ne false and type eq \"home\"]", "addresses.primary ne false",
            "addresses[primary eq true]",
            "phoneNumbers.primary eq false", "phoneNumbers[primary eq false]", "addresses.primary pr",
            "emails[type eq \"home\" and primary pr]",
            #"profileUrl sw "https://h/b""#, #"x509Certificates eq "aaec""#, #"groups eq "g1""#,
            #"ENT:department eq "d""#, #"manager eq "m1""#,
            "ENT:costCenter pr", "manager eq null", "emails eq null", "name eq null", #"name.givenName co "arb""#,
        ])
    func notMatching(_ filter: String) throws {
        #expect(try !matches(filter))
    }

    @Test(
        "takes absent values for nothing at all", .shows("7643-2.5-a", "7644-3.4.2.2-d", "7644-3.4.2.2-f"),
        arguments: [
            "{}", #"{"title":null,"emails":[],"name":{}}"#, #"{"title":"","emails":[{}],"name":{"givenName":""}}"#,
        ])
    func absence(_ resource: String) throws {
        for filter in [
            "title pr", "emails pr", "name pr", "name.givenName pr", "emails.value pr", #"title eq "x""#,
        ] {
            #expect(try !matches(filter, resource), "\(filter)")
        }
        for filter in [
            #"title ne "x""#, "title eq null", "emails eq null", "name eq null", #"emails ne "x""#,
            #"name.givenName ne "x""#,
        ] {
            #expect(try matches(filter, resource), "\(filter)")
        }
    }

    @Test(
        "compares by the type of the attribute", .shows("7644-3.4.2.2-g"),
        arguments: [
            ("slots gt 9", true), ("slots gt 10", false), ("slots eq 10.0", true), ("slots lt 1e2", true),
            ("weight lt 1.6", true),
            ("weight eq 1.50", true), (#"bought gt "2024-01-01T01:00:00+01:00""#, false),
            (#"bought ge "2024-01-01T01:00:00+01:00""#, true),
            (#"tags eq "B""#, true), (#"tags[value eq "b"]"#, true), (#"tags[value eq "a" and value eq "b"]"#, false),
            ("tags ne \"a\"", true),
            ("lent eq false", false), ("not (lent pr)", true), (#"serial eq "s""#, false), (#"serial eq "S""#, true),
            ("note pr", true),
            (#"urn:example:Device:v1.2:label eq "l""#, true), (#"urn:example:Device:lab.bench eq "b""#, true),
            ("urn:example:Device:lab pr", true),
            (#"urn:example:Device:lab:rigs[type eq "x" and value eq "r"]"#, true), (#"rigs eq "r""#, true),
            ("bench pr", nil),
        ] as [(String, Bool?)])
    func types(_ filter: String, isMatch: Bool?) throws {
        let device = #"""
            {"serial":"S","slots":10,"weight":1.5,"bought":"2024-01-01T00:00:00Z","tags":["a","b"],"note":"n",
             "urn:example:Device:v1.2":{"label":"L"},"urn:example:Device:lab":{"bench":"B","rigs":[{"value":"r","type":"x"}]}}
            """#
        #expect((try? matches(filter, device, type: .device)) == isMatch)
    }

    @Test("looks at the groups of users that a page is made from")
    func groups() throws {
        let users = try ["u1", "u2", "u3"].map { try Resource.json(#"{"userName":"\#($0)"}"#, id: $0) }
        let groups = [
            try Resource.json(
                #"{"displayName":"Crew","members":[{"value":"u1"},{"value":"u3"}]}"#, id: "g1", type: .group),
            try Resource.json(
                #"{"displayName":"Dock","members":[{"value":"u3"},{"value":"g1"}]}"#, id: "g2", type: .group),
        ]
        for (filter, expected) in [
            (#"groups eq "g1""#, ["u1", "u3"]), (#"groups[display eq "dock"]"#, ["u1", "u3"]),
            (#"groups[display eq "dock" and type eq "direct"]"#, ["u3"]), ("not (groups pr)", ["u2"]),
            (#"groups.type eq "direct" and userName ne "u1""#, ["u3"]), (#"groups eq "G1""#, []),
        ] {
            let query = Query(.user, filter: try ResourceType.user.resolve(Filter(filter)))
            #expect(query.looksAtGroups)
            #expect(try query.page(of: users + groups).resources.map(\.id.text) == expected, "\(filter)")
        }
    }
}
