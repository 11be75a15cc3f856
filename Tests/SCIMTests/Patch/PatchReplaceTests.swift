import SCIM
import Testing

@Suite("RFC 7644 §3.5.2.3 — replace")
struct PatchReplaceTests {
    @Test(
        "puts values in the place of others",
        arguments: [
            (#"{"title":"A"}"#, #"{"path":"title","value":"B"}"#, #"{"title":"B"}"#), ("{}", #"{"path":"nickName","value":"N"}"#, #"{"nickName":"N"}"#),
            (#"{"title":"A"}"#, #"{"path":"title","value":null}"#, "{}"), (#"{"title":"A"}"#, #"{"path":"title","value":""}"#, "{}"), (#"{"title":"A"}"#, #"{"value":{"title":null}}"#, "{}"),
            (#"{"title":"A","emails":[{"value":"a"},{"value":"b"}]}"#, #"{"value":{"nickName":"N","emails":[{"value":"c"}]}}"#, #"{"title":"A","nickName":"N","emails":[{"value":"c"}]}"#),
            (#"{"emails":[{"value":"a"}]}"#, #"{"path":"emails","value":[]}"#, "{}"), (#"{"emails":[{"value":"a"}]}"#, #"{"path":"emails","value":null}"#, "{}"), (#"{"emails":[{"value":"a"}]}"#, #"{"path":"emails","value":[{}]}"#, "{}"),
            (#"{"roles":[{"value":"a","primary":true}]}"#, #"{"path":"roles","value":["b"]}"#, #"{"roles":[{"value":"b"}]}"#), (#"{"active":true}"#, #"{"path":"active","value":"False"}"#, #"{"active":false}"#),
            // Complex values: what is not given stays, null and "" clear.
            (#"{"name":{"givenName":"G","familyName":"F"}}"#, #"{"path":"name","value":{"familyName":"New"}}"#, #"{"name":{"givenName":"G","familyName":"New"}}"#),
            (#"{"name":{"givenName":"G","familyName":"F"}}"#, #"{"path":"name","value":{"familyName":null}}"#, #"{"name":{"givenName":"G"}}"#), (#"{"name":{"givenName":"G"}}"#, #"{"path":"name","value":{"givenName":""}}"#, "{}"),
            (#"{"name":{"givenName":"G"}}"#, #"{"path":"name.givenName","value":null}"#, "{}"), (#"{"name":{"givenName":"G"}}"#, #"{"path":"name","value":null}"#, "{}"), (#"{"name":{"givenName":"G"}}"#, #"{"path":"name","value":{}}"#, #"{"name":{"givenName":"G"}}"#),
            // SailPoint sends sub-attributes one by one, each as an object.
            ("{}", #"{"value":{"name":{"familyName":"x"}}},{"op":"replace","value":{"name":{"givenName":"y"}}}"#, #"{"name":{"familyName":"x","givenName":"y"}}"#),
            // With a filter every matching value is changed, and only those.
            (#"{"emails":[{"value":"a","type":"work"},{"value":"b","type":"work"},{"value":"c","type":"home"}]}"#, #"{"path":"emails[type eq \"work\"]","value":{"type":"work","value":"n"}}"#, #"{"emails":[{"value":"n","type":"work"},{"value":"n","type":"work"},{"value":"c","type":"home"}]}"#),
            (#"{"emails":[{"value":"a","type":"work","display":"A"}]}"#, #"{"path":"emails[type eq \"work\"]","value":{"value":"n"}}"#, #"{"emails":[{"value":"n","type":"work","display":"A"}]}"#),
            (#"{"emails":[{"value":"a","type":"work","display":"A"}]}"#, #"{"path":"emails[type eq \"work\"]","value":[{"display":null}]}"#, #"{"emails":[{"value":"a","type":"work"}]}"#),
            (#"{"addresses":[{"streetAddress":"1","type":"work","region":"r"},{"streetAddress":"2","type":"home"}]}"#, #"{"path":"addresses[type eq \"work\"].streetAddress","value":"1 Road"}"#, #"{"addresses":[{"streetAddress":"1 Road","type":"work","region":"r"},{"streetAddress":"2","type":"home"}]}"#),
            (#"{"emails":[{"value":"a","type":"work"},{"value":"b"}]}"#, #"{"path":"emails[type eq \"work\"].value","value":""}"#, #"{"emails":[{"value":"b"}]}"#), (#"{"emails":[{"value":"a","type":"work"},{"value":"b"}]}"#, #"{"path":"emails[type eq \"work\"]","value":null}"#, #"{"emails":[{"value":"b"}]}"#),
            (#"{"emails":[{"value":"a"},{"value":"b"}]}"#, #"{"path":"emails.display","value":"d"}"#, #"{"emails":[{"value":"a","display":"d"},{"value":"b","display":"d"}]}"#),
            // Extensions and the manager (Entra ID).
            ("{}", #"{"path":"ENT:department","value":"Dock"}"#, #"{"ENT":{"department":"Dock"}}"#), (#"{"ENT":{"department":"d"}}"#, #"{"path":"ENT:department","value":null}"#, "{}"),
            (#"{"ENT":{"department":"d"}}"#, #"{"path":"ENT","value":{"division":"e"}}"#, #"{"ENT":{"department":"d","division":"e"}}"#), (#"{"ENT":{"department":"d"}}"#, #"{"value":{"ENT":{"division":"e","department":null}}}"#, #"{"ENT":{"division":"e"}}"#),
            (#"{"ENT":{"department":"d"}}"#, #"{"path":"ENT","value":null}"#, "{}"), (#"{"ENT":{"department":"d"}}"#, #"{"path":"ENT","value":{}}"#, #"{"ENT":{"department":"d"}}"#), (#"{"ENT":{"department":"d"}}"#, #"{"path":"ENT","value":{"department":""}}"#, "{}"),
            ("{}", #"{"path":"ENT:manager","value":"m"}"#, #"{"ENT":{"manager":{"value":"m"}}}"#), ("{}", #"{"path":"ENT:manager","value":{"value":"m","displayName":"hax"}}"#, #"{"ENT":{"manager":{"value":"m"}}}"#),
            ("{}", #"{"path":"manager","value":[{"$ref":"https://h/Users/m","value":"m"}]}"#, #"{"ENT":{"manager":{"value":"m"}}}"#), ("{}", #"{"value":{"manager":"m"}}"#, #"{"ENT":{"manager":{"value":"m"}}}"#), ("{}", #"{"path":"ENT:manager.value","value":"m"}"#, #"{"ENT":{"manager":{"value":"m"}}}"#),
            ("{}", #"{"path":"ENT:manager.$ref","value":"../Users/m"}"#, #"{"ENT":{"manager":{"value":"m"}}}"#), (#"{"ENT":{"manager":{"value":"m"}}}"#, #"{"path":"ENT:manager","value":""}"#, "{}"), (#"{"ENT":{"manager":{"value":"m"}}}"#, #"{"path":"ENT:manager","value":{"value":""}}"#, "{}"),
            (#"{"ENT":{"manager":{"value":"m"}}}"#, #"{"path":"ENT:manager","value":null}"#, "{}"), (#"{"ENT":{"manager":{"value":"m"}}}"#, #"{"path":"ENT:manager","value":[]}"#, "{}"), (#"{"ENT":{"manager":{"value":"m"}}}"#, #"{"path":"ENT:manager","value":{"displayName":"hax"}}"#, #"{"ENT":{"manager":{"value":"m"}}}"#),
            // Entra ID with aadOptscim062020.
            (#"{"name":{"familyName":"F"}}"#, #"{"value":{"displayName":"D","name.givenName":"G","ENT:department":"d"}}"#, #"{"displayName":"D","name":{"familyName":"F","givenName":"G"},"ENT":{"department":"d"}}"#),
        ])
    func replace(_ before: String, operation: String, after: String) {
        let user = #"{"userName":"u","# + before.dropFirst(), result = #"{"userName":"u","# + after.dropFirst()
        expectPatch(user.replacing(",}", with: "}"), "[{\"op\":\"replace\",\(operation.dropFirst())]", gives: result.replacing(",}", with: "}"))
    }

    @Test(
        "makes the value that a filter without match describes, where Entra ID needs it",
        arguments: [
            (#"emails[type eq \"work\"].value"#, #""w@x""#, #"{"emails":[{"type":"work","value":"w@x"}]}"#), (#"emails[type eq \"WORK\"].value"#, #""w@x""#, #"{"emails":[{"type":"work","value":"w@x"}]}"#),
            (#"addresses[type eq \"work\"].locality"#, #""Hull""#, #"{"addresses":[{"type":"work","locality":"Hull"}]}"#), (#"phoneNumbers[type eq \"mobile\"].value"#, #""+44""#, #"{"phoneNumbers":[{"type":"mobile","value":"+44"}]}"#),
            (#"roles[primary eq \"True\"].value"#, #""Reader""#, #"{"roles":[{"primary":true,"value":"Reader"}]}"#), (#"roles[primary eq true and type eq \"Aad\"].value"#, #""R""#, #"{"roles":[{"primary":true,"type":"Aad","value":"R"}]}"#),
            (#"emails[type eq \"work\" and value eq \"Foo@X.com\"].display"#, #""Foo""#, #"{"emails":[{"type":"work","value":"Foo@X.com","display":"Foo"}]}"#), (#"emails[type eq \"home\"]"#, #"{"value":"h@x"}"#, #"{"emails":[{"type":"home","value":"h@x"}]}"#),
            (#"emails[type eq \"work\"].primary"#, #""True""#, #"{"emails":[{"type":"work","primary":true}]}"#),
            // Nothing to put there, nothing made.
            (#"emails[type eq \"work\"].value"#, "null", "{}"), (#"emails[type eq \"work\"].value"#, #""""#, "{}"), (#"emails[type eq \"work\"]"#, "{}", "{}"), (#"emails[type eq \"work\"]"#, #"{"value":null}"#, "{}"),
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
        arguments: [
            #"emails[type eq \"boat\"].value"#, #"emails[value eq \"x\"].display"#, #"roles[type eq \"Admin\"].value"#, #"emails[type ne \"work\"].value"#, #"emails[type sw \"work\"].value"#,
            #"emails[type eq \"work\" or type eq \"home\"].value"#, #"emails[not (type eq \"work\")].value"#, #"emails[type eq \"work\" and value co \"x\"].value"#, #"emails[type eq \"work\" and type eq \"home\"].value"#,
            #"emails[type eq null].value"#, #"emails[primary eq true and primary eq false].value"#, #"emails[type pr].value"#,
        ])
    func noTarget(_ path: String) {
        for op in ["add", "replace"] {
            let found = refusal { try patched(#"{"userName":"u"}"#, #"[{"op":"\#(op)","path":"\#(path)","value":"x"}]"#) }
            #expect(found == SCIMError(.noTarget, "operation 1: no value of '\(path.prefix { $0 != "[" })' meets the filter of the path"))
        }
        expectPatch(#"{"userName":"u"}"#, #"[{"op":"remove","path":"\#(path)"}]"#, gives: #"{"userName":"u"}"#)
    }

    @Test("empties a group, and makes another of it", arguments: [("[]", "[]"), ("null", "[]"), (#"[{"value":"u9"}]"#, #"[{"value":"u9"}]"#), (#"["u9","u9"]"#, #"[{"value":"u9"}]"#)])
    func members(_ value: String, after: String) throws {
        let group = #"{"displayName":"g","members":[{"value":"u1"},{"value":"u2"}]}"#
        let found = try patched(group, #"[{"op":"replace","path":"members","value":\#(value)}]"#, of: .group)
        #expect(AttributeValue.array(found[.members]?.values ?? []) == (try AttributeValue.json(after)))
    }
}
