import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7643 §2.4, §7, RFC 7644 §3.5.1, §3.5.2 — primary, immutable, required")
struct PatchMutabilityTests {
    @Test(
        "leaves one value primary, the one that was set last", .shows("7644-3.5.2-j"),
        arguments: [
            (#"{"op":"replace","path":"emails[value eq \"b\"].primary","value":true}"#, "b"),
            (#"{"op":"add","path":"emails[value eq \"b\"].primary","value":"True"}"#, "b"),
            (#"{"op":"add","path":"emails","value":[{"value":"c","primary":true}]}"#, "c"),
            (#"{"op":"add","value":{"emails":[{"value":"c","primary":true}]}}"#, "c"),
            (#"{"op":"add","path":"emails","value":[{"value":"b","primary":true}]}"#, "b"),
            (#"{"op":"replace","path":"emails[value eq \"b\"]","value":{"primary":true}}"#, "b"),
            (#"{"op":"replace","path":"emails[type eq \"work\"].primary","value":true}"#, "c"),
            (#"{"op":"replace","path":"emails.primary","value":true}"#, "b"),
            (#"{"op":"replace","path":"emails","value":[{"value":"d","primary":true},{"value":"a"}]}"#, "d"),
            (#"{"op":"replace","path":"emails[primary eq true].value","value":"z"}"#, "z"),
            (#"{"op":"add","path":"emails[value eq \"a\"].primary","value":true}"#, "a"),
            (#"{"op":"add","path":"emails[value eq \"b\"].primary","value":false}"#, "a"),
            (#"{"op":"add","path":"emails","value":[{"value":"d"}]}"#, "a"),
            (
                #"{"op":"replace","path":"emails[value eq \"b\"].primary","value":true},{"op":"replace","path":"emails[value eq \"a\"].primary","value":true}"#,
                "a"
            ),
            (#"{"op":"replace","path":"emails[value eq \"a\"].primary","value":false}"#, nil),
            (#"{"op":"remove","path":"emails[value eq \"a\"].primary"}"#, nil),
            (#"{"op":"remove","path":"emails[primary eq true]"}"#, nil),
        ] as [(String, String?)])
    func primary(_ operations: String, winner: String?) throws {
        let extra = operations.contains("work") ? #",{"value":"c","type":"work"}"# : ""
        let user = #"{"userName":"u","emails":[{"value":"a","primary":true},{"value":"b","type":"work"}\#(extra)]}"#
        // `merging` tells values apart by type, so `b` has to be named with it to be found.
        let operations = operations.replacing(
            #"{"value":"b","primary":true}"#, with: #"{"value":"b","type":"work","primary":true}"#)
        let emails = try patched(user, "[\(operations)]")["emails"]?.values ?? []
        #expect(emails.filter { $0[.primary] == true }.map { $0[.value]?.string } == [winner].filter { $0 != nil })
        #expect(Set(emails.map { $0[.value] }).count == emails.count)
    }

    @Test(
        "lets immutable values be set once and be said again", .shows("7643-7-d", "7644-3.5.2-f"),
        arguments: [
            (#""path":"serial","value":"S""#, true), (#""path":"serial","value":"T""#, false),
            (#""value":{"serial":"T"}"#, false), (#""path":"place.since","value":"2026-01-01T00:00:00Z""#, true),
            (#""path":"urn:example:Device:lab:seal","value":"s""#, true),
            (#""path":"urn:example:Device:lab:seal","value":"t""#, false),
            (#""path":"urn:example:Device:lab","value":{"seal":"t"}"#, false),
            (#""value":{"urn:example:Device:lab":{"seal":"t"}}"#, false),
            (#""value":{"urn:example:Device:lab":{"seal":null}}"#, false),
            (#""value":{"urn:example:Device:lab":{"seal":"s","bench":"c"}}"#, true),
        ])
    func immutable(_ change: String, isAllowed: Bool) throws {
        let device =
            #"{"serial":"S","labels":["l"],"place":{"room":"r"},"urn:example:Device:lab":{"bench":"b","seal":"s"}}"#
        for op in ["add", "replace"] {
            let found = refusal { try patched(device, #"[{"op":"\#(op)",\#(change)}]"#, of: .device) }
            #expect(found?.code == (isAllowed ? nil : .mutability), "\(found?.detail ?? change)")
        }
    }

    @Test(
        "does not let the parts of a member be changed", .shows("7643-4.2-b"),
        arguments: [
            #"{"op":"replace","path":"members[value eq \"a\"].value","value":"b"}"#,
            #"{"op":"replace","path":"members[value eq \"a\"]","value":{"value":"b"}}"#,
            #"{"op":"replace","path":"members[value eq \"a\"].type","value":"Group"}"#,
            #"{"op":"remove","path":"members[value eq \"a\"].type"}"#,
            #"{"op":"replace","path":"members.value","value":"b"}"#,
            #"{"op":"remove","path":"members[value eq \"a\"].value"}"#,
            #"{"op":"replace","path":"members[value eq \"a\"].$ref","value":"x"}"#,
            #"{"op":"replace","path":"members.$ref","value":"x"}"#,
        ])
    func members(_ operation: String) throws {
        let group = #"{"displayName":"g","members":[{"value":"a","type":"User"}]}"#
        #expect(refusal { try patched(group, "[\(operation)]", of: .group) }?.code == .mutability)
        expectPatch(
            group, #"[{"op":"replace","path":"members[value eq \"a\"]","value":{"value":"a"}}]"#, gives: group,
            of: .group)
    }

    @Test(
        "keeps what is required", .shows("7644-3.5.2.2-e", "7644-3.5.2.3-h"),
        arguments: [
            (#"{"op":"remove","path":"serial"}"#, .mutability), (#"{"op":"remove","path":"labels"}"#, .mutability),
            (#"{"op":"remove","path":"labels","value":["a","b"]}"#, .mutability),
            (#"{"op":"remove","path":"labels","value":["a"]}"#, nil),
            (#"{"op":"remove","path":"labels[value eq \"a\"]"}"#, nil),
            (#"{"op":"remove","path":"labels[value pr]"}"#, .mutability),
            (#"{"op":"replace","path":"labels","value":[]}"#, .invalidValue),
            (#"{"op":"remove","path":"place.room"}"#, .mutability), (#"{"op":"remove","path":"place"}"#, nil),
            (#"{"op":"replace","path":"place.room","value":null}"#, .invalidValue),
            (#"{"op":"replace","path":"place","value":{"room":null}}"#, .invalidValue),
            (#"{"op":"remove","path":"urn:example:Device:lab:bench"}"#, .mutability),
            (#"{"op":"remove","path":"urn:example:Device:lab"}"#, nil),
            (#"{"op":"replace","path":"urn:example:Device:lab","value":{"bench":""}}"#, .invalidValue),
            (#"{"op":"remove","path":"place"},{"op":"add","path":"place.shelf","value":"s"}"#, .invalidValue),
            (
                #"{"op":"remove","path":"urn:example:Device:lab"},{"op":"add","path":"urn:example:Device:lab:seal","value":"s"}"#,
                .invalidValue
            ),
        ] as [(String, SCIMError.Code?)])
    func required(_ operations: String, code: SCIMError.Code?) throws {
        let device =
            #"{"serial":"S","labels":["a","b"],"place":{"room":"r","shelf":"s"},"urn:example:Device:lab":{"bench":"b","rigs":["r"]}}"#
        #expect(refusal { try patched(device, "[\(operations)]", of: .device) }?.code == code)
    }

    @Test(
        "PUT clears what is left out, but for what clients cannot write or change",
        .shows("7643-7-d", "7644-3.5.1-a", "7644-3.5.1-b", "7644-3.5.1-c", "7644-3.5.1-d"),
        arguments: [
            (
                #"{"serial":"S","labels":["n"]}"#,
                #"{"serial":"S","labels":["n"],"checksum":"c","place":{"since":"2026-01-01T00:00:00Z"},"urn:example:Device:lab":{"seal":"s","inspected":"i"}}"#
            ),
            (
                #"{"serial":"S","labels":["l"],"checksum":"hax","place":{"room":"q","since":"2026-01-01T00:00:00Z"}}"#,
                #"{"serial":"S","labels":["l"],"checksum":"c","place":{"room":"q","since":"2026-01-01T00:00:00Z"},"urn:example:Device:lab":{"seal":"s","inspected":"i"}}"#
            ),
            (
                #"{"serial":"S","labels":["l"],"place":{"room":"r"},"urn:example:Device:lab":{"bench":"b","inspected":"hax"}}"#,
                #"{"serial":"S","labels":["l"],"checksum":"c","place":{"room":"r","since":"2026-01-01T00:00:00Z"},"urn:example:Device:lab":{"bench":"b","seal":"s","inspected":"i"}}"#
            ),
            (#"{"serial":"T","labels":["l"]}"#, nil),
            (#"{"serial":"S","labels":["l"],"urn:example:Device:lab":{"bench":"b","seal":"t"}}"#, nil),
            (#"{"serial":"S","labels":["l"],"place":{"room":"r","since":"2027-01-01T00:00:00Z"}}"#, nil),
        ] as [(String, String?)])
    func put(_ body: String, after: String?) throws {
        let old = try Attributes.json(
            #"{"serial":"S","labels":["l"],"checksum":"c","note":"n","place":{"room":"r","since":"2026-01-01T00:00:00Z"},"urn:example:Device:lab":{"bench":"b","seal":"s","inspected":"i"}}"#
        )
        let draft = try Draft(validating: .json(#"{"schemas":["urn:example:Device"],"# + body.dropFirst()), as: .device)
        let change = Modification.replace(with: draft)
        guard let after else {
            #expect(refusal { try change.applied(to: old, of: .device) }?.code == .mutability)
            return
        }
        #expect(try change.applied(to: old, of: .device) == Attributes.json(after))
    }

    @Test("PUT of what was read changes nothing", .shows("7643-2.3.8-a", "7644-3.5.1-d"))
    func echo() throws {
        let old = try Attributes.json(
            #"{"userName":"u","name":{"givenName":"g"},"emails":[{"value":"a","primary":true}],"ENT":{"manager":{"value":"m"}}}"#
        )
        let echo =
            #"{"id":"1","meta":{"version":"x"},"groups":[{"value":"g"}],"schemas":["USER"],"ENT":{"manager":{"value":"m","$ref":"h/Users/m","displayName":"M"}},"emails":[{"primary":"true","value":"a"}],"name":{"givenName":"g"},"username":"u","password":"p"}"#
        #expect(
            try Modification.replace(with: Draft(validating: .json(echo), as: .user)).applied(to: old, of: .user) == old
        )
    }
}
