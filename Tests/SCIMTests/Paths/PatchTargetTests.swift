import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2, figure 7 — the paths of PATCH operations")
struct PatchTargetTests {
    private static let enterprise = Schema.enterpriseUser.id

    @Test(
        "reads attributes, value paths and their sub-attributes", .shows("7644-3.10-a"),
        arguments: [
            ("title", "title", nil), (" Title ", "title", nil), ("NAME.givenName", "name.givenName", nil),
            ("emails", "emails", nil),
            (#"emails[type eq "work"]"#, "emails", #"type eq "work""#),
            (#"emails[type eq "work"].value"#, "emails.value", #"type eq "work""#),
            (#"emails [type eq "work"]"#, "emails", #"type eq "work""#),
            (#"EMAILS[ TYPE EQ "work" ].VALUE"#, "emails.value", #"type eq "work""#),
            (#"roles[primary eq "True"].value"#, "roles.value", "primary eq true"),
            (#"emails[type eq "work" and value ew "]"]"#, "emails", #"type eq "work" and value ew "]""#),
            (#"emails[not (type eq "work") or primary pr]"#, "emails", #"not (type eq "work") or primary pr"#),
            ("\(enterprise):department", "\(enterprise):department", nil),
            ("\(enterprise).manager", "\(enterprise):manager", nil),
            (enterprise.uppercased(), enterprise, nil), ("manager", "\(enterprise):manager", nil),
            (
                "urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \"work\"].display", "emails.display",
                #"type eq "work""#
            ),
        ] as [(String, String, String?)])
    func reads(_ text: String, path: String, filter: String?) throws {
        let target = try PatchTarget(text, of: .user)
        #expect(target.path.path.description == path)
        let whole = try filter.map { try ResourceType.user.resolve(Filter("\(target.path.attribute.name)[\($0)]")) }
        #expect(target.filter.map { .element(ResolvedPath(target.path.attribute), $0) } == whole)
    }

    @Test(
        "reads value paths inside extensions, and members by their references",
        arguments: [
            (#"urn:example:Device:lab:rigs[type eq "x"].value"#, "urn:example:Device:lab:rigs.value"),
            ("tags[value eq \"a\"]", "tags"),
            (#"rigs[value eq "x"]"#, "urn:example:Device:lab:rigs"),
            ("urn:example:Device:v1.2:label", "urn:example:Device:v1.2:label"),
        ])
    func extensions(_ text: String, path: String) throws {
        #expect(try PatchTarget(text, of: .device).path.path.description == path)
        #expect(try PatchTarget("members.$ref", of: .group).path.path.description == "members.$ref")
        #expect(try PatchTarget(#"members[$ref eq "x"]"#, of: .group).filter != nil)
    }

    @Test(
        "refuses malformed paths and unknown attributes", .shows("7644-3.5.2-c", "7644-3.5.2-d"),
        arguments: [
            "", " ", "shoeSize", "department", "name.shoe", "emails.", "emails[", "emails]", "emails[]",
            #"emails[type eq "work""#,
            #"emails[type eq "work"]value"#, #"emails[type eq "work"]."#, #"emails[type eq "work"].shoe"#,
            #"emails[type eq "work"].value.x"#,
            #"emails[type eq "work"].value x"#, #"emails[type eq "work"][primary eq true]"#,
            "emails[type]",
            #"emails[type = "work"]"#, #"emails[ims[type pr]]"#, #"title[value eq "x"]"#,
            #"name[givenName eq "x"]"#,
            #"name.givenName[value eq "x"]"#, #"emails.value[value eq "x"]"#, "title eq \"x\"", "title pr", "a/b",
            "/title", "name/givenName",
            "members", "\(enterprise):", "\(enterprise):shoeSize", "\(enterprise)[department pr]",
            #"manager[value eq "x"]"#, "\"title\"", "é",
        ])
    func invalidPath(_ text: String) {
        #expect(refusal { try PatchTarget(text, of: .user) }?.code == .invalidPath)
    }

    @Test(
        "refuses filters that do not suit the attribute", .shows("7644-3.5.2-c"),
        arguments: [
            "emails[shoe pr]", "emails[primary gt true]", #"emails[emails.type eq "x"]"#, "emails[primary eq 7]",
            #"addresses[value eq "x"]"#,
        ])
    func invalidFilter(_ text: String) {
        #expect(refusal { try PatchTarget(text, of: .user) }?.code == .invalidFilter)
    }

    @Test("says what is wrong and where")
    func details() {
        #expect(
            refusal { try PatchTarget("emails[type xx]", of: .user) }
                == SCIMError(.invalidPath, "path 'emails[type xx]': unknown operator 'xx' at character 13"))
        #expect(
            refusal { try PatchTarget("shoe", of: .user) }
                == SCIMError(.invalidPath, "path 'shoe' names no attribute of User"))
    }

    @Test("is read or refused wherever it is cut off and whatever is mixed in")
    func hostility() {
        var generator = SeededGenerator(seed: 5)
        let text = Array("\(Self.enterprise):emails[type eq \"w\\\"\u{e9}\" and not(value co \"x\")].value".utf8)
        for end in text.indices {
            _ = try? PatchTarget(String(decoding: text[..<end], as: UTF8.self), of: .user)
            _ = try? PatchTarget(
                String(decoding: text[(Self.enterprise.utf8.count + 1)...].dropLast(end / 4), as: UTF8.self), of: .user)
        }
        for _ in 0..<3_000 {
            var bytes = text
            for _ in 0..<3 {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                bytes.remove(at: Int.random(in: bytes.indices, using: &generator))
            }
            _ = try? PatchTarget(String(decoding: bytes, as: UTF8.self), of: .user)
            _ = ResourceType.user.resolve(String(decoding: bytes, as: UTF8.self))
        }
        _ = try? PatchTarget(String(repeating: "emails[", count: 500), of: .user)
        _ = try? PatchTarget(String(repeating: "a.", count: 5_000), of: .user)
    }
}
