import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2.3 — filters without match, where Entra ID expects a new value")
struct PatchCreationTests {
    @Test(
        "makes the value that a filter without match describes, where Entra ID needs it", .shows("7644-3.5.2.1-g"),
        arguments: [
            (#"emails[type eq \"work\"].value"#, #""w@x""#, #"{"emails":[{"type":"work","value":"w@x"}]}"#),
            (#"emails[type eq \"WORK\"].value"#, #""w@x""#, #"{"emails":[{"type":"work","value":"w@x"}]}"#),
            (
                #"addresses[type eq \"work\"].locality"#, #""Hull""#,
                #"{"addresses":[{"type":"work","locality":"Hull"}]}"#
            ),
            (
                #"phoneNumbers[type eq \"mobile\"].value"#, #""+44""#,
                #"{"phoneNumbers":[{"type":"mobile","value":"+44"}]}"#
            ),
            (#"roles[primary eq \"True\"].value"#, #""Reader""#, #"{"roles":[{"primary":true,"value":"Reader"}]}"#),
            (
                #"roles[primary eq true and type eq \"Aad\"].value"#, #""R""#,
                #"{"roles":[{"primary":true,"type":"Aad","value":"R"}]}"#
            ),
            (
                #"emails[type eq \"work\" and value eq \"Foo@X.com\"].display"#, #""Foo""#,
                #"{"emails":[{"type":"work","value":"Foo@X.com","display":"Foo"}]}"#
            ), (#"emails[type eq \"home\"]"#, #"{"value":"h@x"}"#, #"{"emails":[{"type":"home","value":"h@x"}]}"#),
            (#"emails[type eq \"work\"].primary"#, #""True""#, #"{"emails":[{"type":"work","primary":true}]}"#),
            // Nothing to put there, nothing made.
            (#"emails[type eq \"work\"].value"#, "null", "{}"), (#"emails[type eq \"work\"].value"#, #""""#, "{}"),
            (#"emails[type eq \"work\"]"#, "{}", "{}"), (#"emails[type eq \"work\"]"#, #"{"value":null}"#, "{}"),
        ])
    func creation(_ path: String, value: String, made: String) {
        let result = (#"{"userName":"u","# + made.dropFirst()).replacing(",}", with: "}")
        for op in ["Add", "Replace"] {
            expectPatch(#"{"userName":"u"}"#, #"[{"op":"\#(op)","path":"\#(path)","value":\#(value)}]"#, gives: result)
        }
    }

    @Test("fills one new value by several operations, and leaves the others alone")
    func creationBySteps() {
        expectPatch(
            #"{"userName":"u","addresses":[{"locality":"York","type":"home"}],"roles":[{"value":"a","primary":true}]}"#,
            #"""
            [{"op":"Add","path":"addresses[type eq \"work\"].streetAddress","value":"1 Quay"},{"op":"Add","path":"addresses[type eq \"work\"].locality","value":"Hull"},
             {"op":"Add","path":"roles[primary eq \"False\" and value eq \"b\"].display","value":"B"}]
            """#,
            gives: #"""
                {"userName":"u","addresses":[{"locality":"York","type":"home"},{"type":"work","streetAddress":"1 Quay","locality":"Hull"}],
                 "roles":[{"value":"a","primary":true},{"primary":false,"value":"b","display":"B"}]}
                """#)
    }

    @Test(
        "has no target where the filter describes no value that the schema suggests",
        .shows("7644-3.5.2.1-g", "7644-3.5.2.2-f", "7644-3.5.2.3-g"),
        arguments: [
            #"emails[type eq \"boat\"].value"#, #"emails[value eq \"x\"].display"#, #"roles[type eq \"Admin\"].value"#,
            #"emails[type ne \"work\"].value"#, #"emails[type sw \"work\"].value"#,
            #"emails[type eq \"work\" or type eq \"home\"].value"#, #"emails[not (type eq \"work\")].value"#,
            #"emails[type eq \"work\" and value co \"x\"].value"#,
            #"emails[type eq \"work\" and type eq \"home\"].value"#,
            #"emails[type eq null].value"#, #"emails[primary eq true and primary eq false].value"#,
            #"emails[type pr].value"#,
        ])
    func noTarget(_ path: String) {
        for op in ["add", "replace"] {
            let found = refusal {
                try patched(#"{"userName":"u"}"#, #"[{"op":"\#(op)","path":"\#(path)","value":"x"}]"#)
            }
            #expect(
                found
                    == SCIMError(
                        .noTarget,
                        "Operations[0]: no value of '\(path.prefix { $0 != "[" })' meets the filter of the path"))
        }
        expectPatch(#"{"userName":"u"}"#, #"[{"op":"remove","path":"\#(path)"}]"#, gives: #"{"userName":"u"}"#)
    }
}
