import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.2, §3.10 — filters held against the schemas")
struct FilterResolutionTests {
    private func resolve(_ text: String, _ type: ResourceType = .user) throws -> ResolvedFilter {
        try type.resolve(Filter(text.replacing("ENT:", with: "\(Schema.enterpriseUser.id):")))
    }

    @Test(
        "finds one attribute under every name it has",
        .shows("7643-2.1-a", "7644-3.10-a", "7644-3.4.2.2-c", "7644-3.4.2.2-n", "7644-3.4.2.2-s"),
        arguments: [
            (#"USERNAME eq "x""#, #"userName eq "x""#), (#"Name.GIVENNAME pr"#, "name.givenName pr"),
            (#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J""#, #"userName sw "j""#),
            (#"URN:IETF:params:scim:schemas:CORE:2.0:USER:NAME.familyname pr"#, "name.familyName pr"),
            (#"urn:ietf:params:scim:schemas:core:2.0:User:externalId eq "X""#, #"externalId eq "X""#),
            (
                #"URN:ietf:params:scim:schemas:EXTENSION:enterprise:2.0:user:DEPARTMENT eq "d""#,
                #"ENT:department eq "d""#
            ),
            (#"manager eq "m""#, #"ENT:manager.value eq "m""#), (#"ENT:manager eq "m""#, #"ENT:manager.value eq "m""#),
            (#"MANAGER.VALUE eq "m""#, #"ENT:manager.value eq "m""#), ("manager pr", "ENT:manager pr"),
            (#"emails eq "x""#, #"emails.value eq "x""#), (#"emails CO "x""#, #"emails.value co "x""#),
            (#"groups eq "g""#, #"groups.value eq "g""#), (#"ims sw "g""#, #"ims.value sw "g""#),
            (#"emails[type eq "work"].value eq "x""#, #"emails[type eq "work" and value eq "x"]"#),
            // Entra ID: Booleans as strings.
            (#"active eq "True""#, "active eq true"), (#"roles[primary eq "FALSE"]"#, "roles[primary eq false]"),
            // Values fold where the attribute is not case exact.
            (#"userName eq "ＢＯＢ""#, #"userName eq "bob""#), (#"emails[TYPE eq "WORK"]"#, #"emails[type eq "work"]"#),
            (#"meta.created eq "2024-01-01T01:00:00+01:00""#, #"meta.created eq "2024-01-01T00:00:00Z""#),
        ])
    func names(_ text: String, means plain: String) throws {
        #expect(try resolve(text) == resolve(plain))
    }

    @Test(
        "finds members by their ids, exactly", .shows("7643-3.1-c", "7643-8.7.1-EID6004+8471+8472-a", "7644-3.4.2.2-q"))
    func exactIDs() throws {
        #expect(try resolve(#"members eq "AbC""#, .group) == resolve(#"members.value eq "AbC""#, .group))
        for (text, type) in [
            (#"members.value eq "AbC""#, .group), (#"members[value eq "AbC"]"#, .group),
            (#"groups.value eq "AbC""#, .user),
            (#"groups eq "AbC""#, .user), (#"groups[value eq "AbC"]"#, .user), (#"id eq "AbC""#, .user),
            (#"manager eq "AbC""#, .user), (#"externalId eq "AbC""#, .user), (#"schemas eq "AbC""#, .user),
            (#"members.$ref eq "AbC""#, .group), (#"profileUrl eq "AbC""#, .user), (#"meta.version eq "AbC""#, .user),
            (#"x509Certificates eq "AbC""#, .user), (#"photos.value co "AbC""#, .user),
        ] as [(String, ResourceType)] {
            #expect(try resolve(text, type) != resolve(text.replacing("AbC", with: "abc"), type), "\(text)")
        }
    }

    @Test(
        "refuses what the schemas do not know", .shows("7644-3.10-b", "7644-3.4.2.2-v"),
        arguments: [
            "shoeSize eq 44", "department eq \"d\"", "name.shoe pr", "emails.shoe pr", "emails[shoe pr]",
            "emails[emails.type pr]",
            "urn:x:y pr", "urn:ietf:params:scim:schemas:core:2.0:User pr",
            "urn:ietf:params:scim:schemas:core:2.0:Users:userName pr",
            "members pr", "userName.value pr", "name.givenName.x pr", "ENT:userName pr", "ENT:externalId pr", "ENT: pr",
            "name. pr", ".value pr",
            "userName[value pr]", "name.givenName[value pr]", "emails.value[value pr]", "manager.department pr",
        ])
    func unknown(_ text: String) {
        #expect(refusal { try resolve(text) }?.code == .invalidFilter)
    }

    @Test("names the unknown attribute")
    func unknownName() {
        #expect(refusal { try resolve("shoeSize eq 44") } == SCIMError(.invalidFilter, "unknown attribute 'shoeSize'"))
    }

    @Test(
        "refuses operators and values that do not suit the attribute",
        .shows("7643-8.7.1-f", "7644-3.4.2.2-h", "7644-3.4.2.2-n", "7644-3.4.2.2-v"),
        arguments: [
            "active gt true", "active co \"t\"", "active sw true", "emails[primary le true]",
            #"x509Certificates.value lt "A""#,
            #"x509Certificates ge "AAEC""#, #"meta.created co "2024""#, #"meta.created sw "2024-01-01T00:00:00Z""#,
            #"name eq "Bo""#, #"name gt "Bo""#, #"addresses eq "x""#, #"addresses co "x""#, #"active eq "yes""#,
            "active eq 1",
            #"meta.created eq "yesterday""#, "meta.created gt 2024",
            #"meta.created gt """#,
            "userName gt null", "active co null", "emails sw null", #"meta eq "x""#, #"ENT: eq "x""#,
        ])
    func unsuitable(_ text: String) {
        #expect(refusal { try resolve(text) }?.code == .invalidFilter)
    }

    @Test(
        "takes every operator that suits the type", .shows("7644-3.4.2.2-h"),
        arguments: [
            ("weight", "1.5", "eq ne gt ge lt le"), ("slots", "7", "eq ne gt ge lt le"),
            ("bought", #""2026-01-31T09:30:00Z""#, "eq ne gt ge lt le"), ("firmware", #""AAEC""#, "eq ne co sw ew"),
            ("lent", "true", "eq ne"), ("manual", #""x""#, "eq ne co sw ew gt ge lt le"),
            ("tags", #""x""#, "eq ne co sw ew gt ge lt le"),
            ("note", #""x""#, "eq ne co sw ew gt ge lt le"), ("ports", #""x""#, "eq ne co sw ew gt ge lt le"),
            ("place", #""x""#, ""),
        ])
    func operators(_ name: String, value: String, suitable: String) {
        for comparison in ComparisonOperator.allCases {
            let found = refusal { try resolve("\(name) \(comparison.rawValue) \(value)", .device) }
            let isSuitable = suitable.split(separator: " ").contains { $0 == comparison.rawValue }
            #expect(found?.code == (isSuitable ? nil : .invalidFilter), "\(name) \(comparison.rawValue)")
        }
    }

    @Test(
        "does not let a search find out what is never shown", .shows("7643-4.1.1-f", "7644-7.5.2-a"),
        arguments: [#"password eq "p""#, #"password sw "p""#, "password pr", "PASSWORD eq null"])
    func sensitive(_ text: String) {
        #expect(refusal { try resolve(text) }?.code == .sensitive)
        #expect(refusal { try resolve("not (title pr or \(text))") }?.code == .sensitive)
        #expect(refusal { try resolve(#"secret eq "s""#, .device) }?.code == .sensitive)
        #expect(refusal { try resolve(#"ports[pin eq "1"]"#, .device) }?.code == .sensitive)
        for filter in [
            #"ports.pin eq "1""#, #"vault.code sw "1""#, "vault pr", "vault[code pr]", #"codes eq "1""#,
            "codes.value pr",
        ] {
            #expect(refusal { try resolve(filter, .device) }?.code == .sensitive, "\(filter)")
        }
    }

    @Test("knows the attributes that a filter looks at")
    func paths() throws {
        let filter = try resolve(#"not (id eq "1") and (emails[type pr] or manager eq "m") and name.givenName pr"#)
        #expect(
            filter.paths.map(\.path.description) == [
                "id", "emails", "\(Schema.enterpriseUser.id):manager.value", "name.givenName",
            ])
    }
}
