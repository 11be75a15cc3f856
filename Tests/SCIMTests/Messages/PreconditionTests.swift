import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.14, RFC 9110 §13 — preconditions")
struct PreconditionTests {
    @Test(
        "reads entity tags, weak or strong, in lists or alone", .shows("7644-3.14-c"),
        arguments: [
            ("*", .any), (" * ", .any), (#"W/"a""#, .versions(["a"])), (#""a""#, .versions(["a"])),
            (#"w/"a""#, .versions(["a"])), ("a", .versions([])),
            (#"W/"a", "b" ,W/"c""#, .versions(["a", "b", "c"])),
            (#""a,b", "c""#, .versions(["a,b", "c"])), (#""""#, .versions([""])), (#"W/"""#, .versions([""])),
            ("", .versions([])), (" , ,", .versions([])), ("\t\"a\"\t", .versions(["a"])), (#""*""#, .versions(["*"])),
            (#""W/a""#, .versions(["W/a"])), (#""a"#, .versions([])), ("\"", .versions([])),
            ("3, \"a\"", .versions(["a"])),
        ] as [(String, Tags)])
    func header(_ header: String, means tags: Tags) {
        switch tags {
        case .any: #expect(Precondition.EntityTags(header: header) == .any)
        case .versions(let texts):
            #expect(Precondition.EntityTags(header: header) == .versions(texts.map { Version($0) }))
        }
    }

    enum Tags: Sendable {
        case any
        case versions([String])
    }

    @Test(
        "lets a write pass only in a state that was asked for", .shows("7644-3.14-c", "7644-3.14-d", "9110-13.1.2-a"),
        arguments: [
            (nil, nil, true), ("*", nil, true), (#"W/"now""#, nil, true), (#""now""#, nil, true),
            (#""old", "now""#, nil, true), (#"W/"old""#, nil, false), ("", nil, false), (#""NOW""#, nil, false),
            (nil, "*", false), (nil, #"W/"now""#, false), (nil, #""now""#, false), (nil, #""old""#, true),
            (#""now""#, #""old""#, true), (#""now""#, #""now""#, false), (#""old""#, #""old""#, false),
        ] as [(String?, String?, Bool)])
    func check(ifMatch: String?, ifNoneMatch: String?, passes: Bool) {
        let precondition = Precondition(
            ifMatch: ifMatch.map { .init(header: $0) }, ifNoneMatch: ifNoneMatch.map { .init(header: $0) })
        #expect(refusal { try precondition.check(Version("now")) }?.code == (passes ? nil : .preconditionFailed))
    }

    @Test(
        "tells a reader who has the current version already", .shows("7644-3.14-b", "9110-13.1.2-a"),
        arguments: [
            (nil, false), ("*", true), (#"W/"now""#, true), (#""now""#, true), (#""x", W/"now""#, true),
            (#""old""#, false),
        ] as [(String?, Bool)])
    func notModified(ifNoneMatch: String?, isNotModified: Bool) {
        let precondition = Precondition(ifNoneMatch: ifNoneMatch.map { .init(header: $0) })
        #expect(precondition.isNotModified(Version("now")) == isNotModified)
    }

    @Test("gives versions out as weak tags and takes them back", .shows("7643-3.1-i", "7644-3.14-d"))
    func entityTag() throws {
        let version = Version("3694e05e")
        #expect(version.entityTag == #"W/"3694e05e""#)
        #expect(Precondition.EntityTags(header: version.entityTag).contains(version))
        try Precondition(version: version).check(version)
        try Precondition.none.check(version)
        #expect(!Precondition(version: version).isNotModified(version))
    }
}
