import Testing

@testable import SCIM

@Suite("What a look at the bytes says of a filter")
struct VerdictTests {
    @Test("is what the filter says, and often enough it is something", arguments: 0..<6)
    func agreement(seed: UInt64) throws {
        var random = RandomUsers(generator: SeededGenerator(seed: 900 + seed))
        let users = (0..<60).map { random.user($0) }
        var met = 0, unmet = 0
        for _ in 0..<400 {
            let filter = try ResourceType.user.resolve(random.filter(depth: 2))
            guard let verdict = filter.verdict(leavingOut: [.groups]) else { continue }
            for user in users {
                guard let isMet = verdict(PackedAttributes(user.attributes, of: .user)) else { continue }
                if isMet { met += 1 } else { unmet += 1 }
                #expect(isMet == filter.matches(user), "\(filter) on \(user.attributes)")
            }
        }
        #expect(met > 50 && unmet > 50)
    }

    @Test(
        "respects letter case, and leaves width, accents and escapes to others",
        arguments: [
            (#"userName eq "ABC""#, "abc", true), (#"userName eq "abc""#, "ＡＢＣ", nil),
            (#"userName ew "bc""#, "aBC", true),
            (#"userName sw "k""#, "\u{212A}elvin", nil), (#"userName co "b c""#, "a\tb c", nil),
            (#"userName eq "abc""#, "abcd", false), (#"userName sw "bc""#, "abc", false),
            (#"userName ew "b""#, "abc", false),
            (#"userName co "é""#, "abc", false), (#"userName co "a\u0301""#, "abc", false),
            (#"userName ew "é""#, "é", nil), (#"userName eq "é""#, "a\tb", nil),
            (#"userName sw "ＡＢ""#, "abc", true), (#"externalId co "\u212A""#, "K", nil),
            (#"externalId eq "abc""#, "abc", nil), (#"not (userName sw "ab")"#, "abc", false),
        ] as [(String, String, Bool?)])
    func folding(filter: String, name: String, isMet: Bool?) throws {
        let filter = try ResourceType.user.resolve(Filter(filter))
        let packed = PackedAttributes([.userName: .string(name), .externalId: "é"], of: .user)
        #expect(filter.verdict(leavingOut: [])?(packed) == isMet)
    }

    @Test("looks at one value after the other")
    func elements() throws {
        let filter = try ResourceType.user.resolve(Filter(#"emails[type eq "work" and value ew "@example.com"]"#))
        func verdict(_ emails: AttributeValue?) -> Bool? {
            var attributes: Attributes = [.userName: "a"]
            attributes["emails"] = emails
            return filter.verdict(leavingOut: [])?(PackedAttributes(attributes, of: .user))
        }
        #expect(verdict([["value": "a@example.com", "type": "work"]]) == true)
        #expect(verdict([["value": "a@example.com", "type": "home"], ["value": "a@b.c", "type": "work"]]) == false)
        #expect(verdict([["value": "é@example.com", "type": "work"]]) == nil)
        #expect(verdict([["value": "é@example.com", "type": "home"]]) == false)
        #expect(verdict([["value": "é@b.c", "type": "work"], ["value": "a@example.com", "type": "work"]]) == true)
        #expect(verdict(["a@example.com"]) == nil)
        #expect(verdict([]) == false)
        #expect(verdict(nil) == false)
    }

    @Test("says nothing of what is kept elsewhere")
    func elsewhere() throws {
        for text in [
            #"id eq "a""#, #"meta.resourceType co "a""#, #"groups.value eq "a""#, #"title pr"#, #"not (title pr)"#,
        ] {
            let filter = try ResourceType.user.resolve(Filter(text))
            #expect(filter.verdict(leavingOut: [.groups]) == nil)
        }
    }
}
