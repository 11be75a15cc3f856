import RosterCore
import SCIM
import Testing

@Suite("Records by rules — each kind of rule")
struct RuleKindTests {
    private static let emails = #"[{"value": "h", "type": "home"}, {"value": "w", "type": "work", "primary": true}]"#

    /// What stands in the attribute, the rule, the field that is read, the field that is written, the attribute afterwards.
    private static let table: [(String, String, String, String, String)] = [
        // Fallbacks.
        ("{}", "{from: [name.formatted, displayName]}", "null", #""N""#, #"{"name": {"formatted": "N"}}"#),
        (#"{"displayName": "D"}"#, "{from: [name.formatted, displayName]}", #""D""#, #""D""#, #"{"displayName": "D"}"#),
        (
            #"{"displayName": "D"}"#, "{from: [name.formatted, displayName]}", #""D""#, #""N""#,
            #"{"displayName": "D", "name": {"formatted": "N"}}"#
        ),
        (
            #"{"displayName": "D", "name": {"formatted": "N"}}"#, "{from: [name.formatted, displayName]}", #""N""#,
            "null", "{}"
        ),
        // One of several values.
        (
            "{}", "{from: emails.value, pick: primary-or-first}", "null", #""n""#,
            #"{"emails": [{"value": "n", "primary": true}]}"#
        ),
        (
            #"{"emails": \#(emails)}"#, "{from: emails.value, pick: primary-or-first}", #""w""#, #""n""#,
            #"{"emails": [{"value": "h", "type": "home"}, {"value": "n", "type": "work", "primary": true}]}"#
        ),
        (
            #"{"emails": [{"value": "h", "type": "home"}]}"#, "{from: emails.value, pick: primary-or-first}", #""h""#,
            #""n""#, #"{"emails": [{"value": "n", "type": "home"}]}"#
        ),
        (#"{"emails": \#(emails)}"#, "{from: emails.value, pick: primary-or-first}", #""w""#, "[]", "{}"),
        (
            #"{"addresses": [{"type": "work", "locality": "L", "region": "R"}, {"type": "home", "locality": "M"}]}"#,
            "{from: addresses.locality, pick: primary-or-first}", #""L""#, "null",
            #"{"addresses": [{"type": "work", "region": "R"}]}"#
        ),
        // A value filter.
        ("{}", #"'emails[type eq "work"].value'"#, "null", #""n""#, #"{"emails": [{"type": "work", "value": "n"}]}"#),
        (
            #"{"emails": \#(emails)}"#, #"'emails[type eq "work" and primary eq true].value'"#, #""w""#, #""n""#,
            #"{"emails": [{"value": "h", "type": "home"}, {"value": "n", "type": "work", "primary": true}]}"#
        ),
        (
            #"{"emails": \#(emails)}"#, #"'emails[type eq "work"].value'"#, #""w""#, "null",
            #"{"emails": [{"value": "h", "type": "home"}]}"#
        ),
        (
            #"{"addresses": [{"type": "work", "locality": "L", "country": "DE"}]}"#,
            #"'addresses[type eq "work"].locality'"#, #""L""#, "null",
            #"{"addresses": [{"type": "work", "country": "DE"}]}"#
        ),
        // All values.
        (
            #"{"emails": \#(emails)}"#, "emails.value", #"["h", "w"]"#, #"["w", "n"]"#,
            #"{"emails": [{"value": "w", "type": "work", "primary": true}, {"value": "n"}]}"#
        ),
        // Words.
        (
            #"{"userType": "EMPLOYEE"}"#, "{from: userType, values: {Employee: staff}}", #""staff""#, #""staff""#,
            #"{"userType": "EMPLOYEE"}"#
        ),
        ("{}", "{from: userType, values: {Employee: staff}}", "null", #""staff""#, #"{"userType": "Employee"}"#),
        (
            #"{"userType": "Temp"}"#, "{from: userType, values: {Employee: staff}}", #""Temp""#, #""Boss""#,
            #"{"userType": "Boss"}"#
        ),
        (#"{"active": true}"#, "{from: active, values: {true: 1, false: 0}}", "1", "0", #"{"active": false}"#),
        // A list of records.
        (
            #"{"roles": [{"value": "a", "primary": true}, {"value": "b", "type": "t"}]}"#,
            "{from: roles, each: {uuid: value}}", #"[{"uuid": "a"}, {"uuid": "b"}]"#,
            #"[{"uuid": "b"}, {"uuid": "c"}, {"uuid": "a"}]"#,
            #"{"roles": [{"value": "b", "type": "t"}, {"value": "c"}, {"value": "a", "primary": true}]}"#
        ),
        (#"{"roles": [{"value": "a"}]}"#, "{from: roles, each: {uuid: value}}", #"[{"uuid": "a"}]"#, "[]", "{}"),
        // An extension.
        (
            "{}", "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value'", "null", #""m""#,
            #"{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "m"}}}"#
        ),
        (
            #"{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "m"}}}"#,
            "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value'", #""m""#, "null", "{}"
        ),
    ]

    @Test("is read and written", arguments: table)
    func kinds(_ before: String, _ rule: String, _ read: String, _ written: String, _ after: String) async throws {
        let mapping = try await Mapping("users:\n  f: \(rule)")
        let seen = try mapping.record(before)["f"] ?? .null
        #expect(seen == (try JSONReader.read(read.utf8)))
        #expect(try mapping.writing(#"{"f": \#(read)}"#, over: before) == attributes(before))
        #expect(try mapping.writing(#"{"f": \#(written)}"#, over: before) == attributes(after))
    }

    @Test(
        "of which nothing is written, shows its value",
        arguments: [
            ("{constant: scim}", #""scim""#), ("{constant: 7}", "7"), ("{constant: '7'}", #""7""#),
            ("{constant: true}", "true"),
            ("{template: '{name.givenName} {name.familyName}'}", #""Ines""#),
            ("{template: '{nickName}{title}'}", "null"),
            ("{template: '<{emails.value}> {active}'}", #""<w> true""#), ("id", #""7""#), ("meta.created", #""2026""#),
            (#"'emails[type sw "w"].value'"#, #""w""#),
            ("{from: groups, each: {uuid: value, name: display}}", #"[{"uuid": "g"}]"#),
            ("{from: userType, values: {A: x, B: x}, direction: to-application}", #""x""#),
        ])
    func toApplication(_ rule: String, _ shown: String) async throws {
        let mapping = try await Mapping("users:\n  f: \(rule)")
        let user = """
            {"id": "7", "meta": {"created": "2026"}, "name": {"givenName": "Ines"}, "active": true, "userType": "b",
            "emails": \(Self.emails), "groups": [{"value": "g"}]}
            """
        let value = try JSONReader.read(shown.utf8)
        #expect(try mapping.record(user)["f"] ?? .null == value)
        for record in ["{}", #"{"f": null}"#, #"{"f": \#(shown)}"#] {
            #expect(try mapping.writing(record, over: user) == attributes(user))
        }
        #expect(
            try mapping.refusal(#"{"f": "other"}"#, over: user)
                == SCIMError(.mutability, "the field 'f' goes to the application only"))
    }

    @Test("from the application only is never shown, and left alone when it is absent")
    func fromApplication() async throws {
        let mapping = try await Mapping(users: "nick: {from: nickName, direction: from-application}")
        #expect(try mapping.record(#"{"nickName": "I"}"#) == [:])
        #expect(try mapping.writing(#"{"nick": "J"}"#, over: #"{"nickName": "I"}"#) == ["nickName": "J"])
        #expect(try mapping.writing("{}", over: #"{"nickName": "I"}"#) == ["nickName": "I"])
    }

    @Test("a computed field may say what it will be")
    func computed() async throws {
        let mapping = try await Mapping(users: "first: name.givenName, label: {template: 'Dr. {name.givenName}'}")
        let before = #"{"name": {"givenName": "A"}}"#
        for label in ["Dr. A", "Dr. B"] {
            let after = try mapping.writing(#"{"first": "B", "label": "\#(label)"}"#, over: before)
            #expect(try after == attributes(#"{"name": {"givenName": "B"}}"#))
        }
        #expect(try mapping.refusal(#"{"first": "B", "label": "Dr. C"}"#, over: before)?.code == .mutability)
    }

    @Test("values that two rules show are written once, and a contradiction is refused")
    func severalAspects() async throws {
        let mapping = try await Mapping(
            "users:\n  m: {from: emails.value, pick: primary-or-first}\n  w: 'emails[type eq \"work\"].value'")
        let emails = #"{"emails": \#(Self.emails)}"#
        #expect(
            try mapping.writing(#"{"m": "x", "w": "x"}"#)
                == attributes(#"{"emails": [{"type": "work", "value": "x"}]}"#))
        #expect(
            try mapping.writing(#"{"m": "x", "w": "w"}"#, over: emails)
                == attributes(
                    """
                    {"emails": [{"value": "h", "type": "home"}, {"value": "w", "type": "work", "primary": false},
                    {"value": "x", "primary": true}]}
                    """))
        #expect(
            try mapping.writing(#"{"m": "w"}"#, over: emails)
                == attributes(#"{"emails": [{"value": "h", "type": "home"}, {"value": "w", "primary": true}]}"#))
        #expect(try mapping.refusal(#"{"w": "w"}"#, over: emails)?.code == .invalidValue)
    }

    @Test("a list keeps values with what the record does not hold, and tells changes of the rest")
    func lists() async throws {
        let mapping = try await Mapping(
            users: "roles: {from: roles, each: {id: value, name: {from: display, direction: to-application}}}")
        let roles = #"{"roles": [{"value": "a", "display": "A", "type": "t"}, {"value": "a", "display": "B"}]}"#
        #expect(
            try mapping.writing(#"{"roles": [{"id": "a", "name": "B"}, {"id": "a"}]}"#, over: roles)
                == attributes(
                    #"{"roles": [{"value": "a", "display": "B"}, {"value": "a", "display": "A", "type": "t"}]}"#))
        let changed = try mapping.refusal(#"{"roles": [{"id": "a", "name": "C"}]}"#, over: roles)
        #expect(changed == SCIMError(.mutability, "the field 'roles.name' goes to the application only"))
        let unknown = try mapping.refusal(#"{"roles": [{"uuid": "a"}]}"#)
        #expect(unknown == SCIMError(.invalidValue, "the record has no field 'roles.uuid'"))
        #expect(try mapping.refusal(#"{"roles": "a"}"#)?.detail == "the field 'roles' must be a list")
        #expect(try mapping.refusal(#"{"roles": ["a"]}"#)?.detail == "the field 'roles' must be a list of records")
    }
}
