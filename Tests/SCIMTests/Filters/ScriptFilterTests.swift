import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.4.2.2 — parts of texts in scripts whose characters are joined to others")
struct ScriptFilterTests {
    /// A text, a part of it, and whether the part stands at the beginning, somewhere, and at the end.
    private static let parts: [(String, String, starts: Bool, contains: Bool, ends: Bool)] = [
        // Devanagari, Tamil, Thai, Khmer, Burmese: a consonant without the vowel sign behind it.
        ("किरण", "क", true, true, false), ("நிலா", "ந", true, true, false), ("น้ำฝน", "น", true, true, true),
        ("ខ្មែរ", "ខ", true, true, false), ("မြန်မာ", "မ", true, true, false), ("မြန်မာ", "န်မာ", false, true, true),
        // Vowelled Arabic and Hebrew; the letters alone do not stand side by side.
        ("مُحَمَّد", "م", true, true, false), ("مُحَمَّد", "\u{64E}م", false, true, false),
        ("שָׁלוֹם", "ש", true, true, false), ("مُحَمَّد", "محمد", false, false, false),
        // A family of emoji, a skin tone, a flag.
        ("👩‍👩‍👧 Crew", "👩", true, true, false), ("Crew 👍🏽", "👍", false, true, false),
        ("🇩🇪🇫🇷", "🇩🇪", true, true, false),
        // Either spelling of an accent, and no letter without it.
        ("Jose\u{301}", "é", false, true, true), ("José", "e\u{301}", false, true, true),
        ("José", "jose", false, false, false), ("E\u{323}\u{301}va", "e\u{301}\u{323}", true, true, false),
        // Hangul syllables are whole, however they are written.
        ("\u{1100}\u{1161}\u{11A8}", "각", true, true, true), ("각", "가", false, false, false),
        // The final sigma.
        ("ΝΙΚΟΣ", "ος", false, true, true), ("νικος", "ΝΙΚΟΣ", true, true, true),
    ]

    @Test("are found by scalars, in filters and in value paths", .shows("7644-3.4.2.2-e"), arguments: parts)
    func found(_ text: String, _ part: String, starts: Bool, contains: Bool, ends: Bool) throws {
        let user: Attributes = [
            .userName: .string(text), "emails": [["value": .string(text), "type": "work"]],
            AttributeName(Schema.enterpriseUser.id): ["department": .string(text)],
        ]
        let packed = PackedAttributes(user, of: .user)
        let epoch = DateTime(secondsSinceEpoch: 0)
        let resource = Resource(
            type: .user, id: ResourceID("1"), version: Version("1"), created: epoch, lastModified: epoch,
            attributes: user)
        for (comparison, isMet) in [("sw", starts), ("co", contains), ("ew", ends)] {
            let condition = "\(comparison) \(AttributeValue.string(part).json)"
            for filter in [
                "userName \(condition)", "emails[value \(condition)]", "emails.value \(condition)",
                "\(Schema.enterpriseUser.id):department \(condition)",
            ] {
                let filter = try ResourceType.user.resolve(Filter(filter))
                #expect(filter.matches(resource) == isMet, "\(filter)")
                let verdict = filter.verdict(leavingOut: [])?(packed)
                #expect(verdict == nil || verdict == isMet, "\(filter)")
            }
            let before: Attributes = [.userName: "u", "emails": [["value": .string(text)]]]
            let removal: AttributeValue = ["op": "remove", "path": .string("emails[value \(condition)]")]
            expectPatch(
                AttributeValue.complex(before).json, AttributeValue.array([removal]).json,
                gives: isMet ? #"{"userName":"u"}"# : AttributeValue.complex(before).json)
        }
    }

    @Test("a sort puts texts in the order of their scalars, both spellings of an accent in one place")
    func order() throws {
        let path = try #require(ResourceType.user.resolve("title"))
        let titles = ["e\u{301}b", "éa", "f", "ea", "कि", "क", "ς", "σα"]
        let resources = try titles.enumerated().map { index, title in
            try Resource.json(AttributeValue.complex(["title": .string(title)]).json, id: "\(index)")
        }
        let sorted = SortOrder(by: path).sorted(resources).map(\.id.text).joined()
        #expect(sorted == "32106754")
    }
}
