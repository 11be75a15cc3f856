import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2.3 — replace")
struct PatchReplaceTests {
    @Test(
        "puts values in the place of others",
        .shows(
            "7643-4.3-a", "7644-3.5.2-g", "7644-3.5.2.3-a", "7644-3.5.2.3-b", "7644-3.5.2.3-c", "7644-3.5.2.3-d",
            "7644-3.5.2.3-e", "7644-3.5.2.3-f", "7644-3.5.2.3-h", "interop-Entra-b", "interop-Entra-c"),
        arguments: [
            (#"{"title":"A"}"#, #"{"path":"title","value":"B"}"#, #"{"title":"B"}"#),
            ("{}", #"{"path":"nickName","value":"N"}"#, #"{"nickName":"N"}"#),
            (#"{"title":"A"}"#, #"{"path":"title","value":null}"#, "{}"),
            (#"{"title":"A"}"#, #"{"path":"title","value":""}"#, "{}"),
            (#"{"title":"A"}"#, #"{"value":{"title":null}}"#, "{}"),
            (
                #"{"title":"A","emails":[{"value":"a"},{"value":"b"}]}"#,
                #"{"value":{"nickName":"N","emails":[{"value":"c"}]}}"#,
                #"{"title":"A","nickName":"N","emails":[{"value":"c"}]}"#
            ),
            (#"{"emails":[{"value":"a"}]}"#, #"{"path":"emails","value":[]}"#, "{}"),
            (#"{"emails":[{"value":"a"}]}"#, #"{"path":"emails","value":null}"#, "{}"),
            (#"{"emails":[{"value":"a"}]}"#, #"{"path":"emails","value":[{"value":null}]}"#, "{}"),
            (
                #"{"roles":[{"value":"a","primary":true}]}"#, #"{"path":"roles","value":["b"]}"#,
                #"{"roles":[{"value":"b"}]}"#
            ), (#"{"active":true}"#, #"{"path":"active","value":"False"}"#, #"{"active":false}"#),
            // Complex values: what is not given stays, null and "" clear.
            (
                #"{"name":{"givenName":"G","familyName":"F"}}"#, #"{"path":"name","value":{"familyName":"New"}}"#,
                #"{"name":{"givenName":"G","familyName":"New"}}"#
            ),
            (
                #"{"name":{"givenName":"G","familyName":"F"}}"#, #"{"path":"name","value":{"familyName":null}}"#,
                #"{"name":{"givenName":"G"}}"#
            ), (#"{"name":{"givenName":"G"}}"#, #"{"path":"name","value":{"givenName":""}}"#, "{}"),
            (#"{"name":{"givenName":"G"}}"#, #"{"path":"name.givenName","value":null}"#, "{}"),
            (#"{"name":{"givenName":"G"}}"#, #"{"path":"name","value":null}"#, "{}"),
            (#"{"name":{"givenName":"G"}}"#, #"{"path":"name","value":{}}"#, #"{"name":{"givenName":"G"}}"#),
            // SailPoint sends sub-attributes one by one, each as an object.
            (
                "{}", #"{"value":{"name":{"familyName":"x"}}},{"op":"replace","value":{"name":{"givenName":"y"}}}"#,
                #"{"name":{"familyName":"x","givenName":"y"}}"#
            ),
            // With a filter every matching value is changed, and only those.
            (
                #"{"emails":[{"value":"a","type":"work"},{"value":"b","type":"work"},{"value":"c","type":"home"}]}"#,
                #"{"path":"emails[type eq \"work\"]","value":{"type":"work","value":"n"}}"#,
                #"{"emails":[{"value":"n","type":"work"},{"value":"c","type":"home"}]}"#
            ),
            (
                #"{"emails":[{"value":"a","type":"work","display":"A"}]}"#,
                #"{"path":"emails[type eq \"work\"]","value":{"value":"n"}}"#,
                #"{"emails":[{"value":"n","type":"work","display":"A"}]}"#
            ),
            (
                #"{"emails":[{"value":"a","type":"work","display":"A"}]}"#,
                #"{"path":"emails[type eq \"work\"]","value":[{"display":null}]}"#,
                #"{"emails":[{"value":"a","type":"work"}]}"#
            ),
            (
                #"{"addresses":[{"streetAddress":"1","type":"work","region":"r"},{"streetAddress":"2","type":"home"}]}"#,
                #"{"path":"addresses[type eq \"work\"].streetAddress","value":"1 Road"}"#,
                #"{"addresses":[{"streetAddress":"1 Road","type":"work","region":"r"},{"streetAddress":"2","type":"home"}]}"#
            ),
            (
                #"{"emails":[{"value":"a","type":"work"},{"value":"b"}]}"#,
                #"{"path":"emails[type eq \"work\"].value","value":""}"#, #"{"emails":[{"value":"b"}]}"#
            ),
            (
                #"{"emails":[{"value":"a","type":"work"},{"value":"b"}]}"#,
                #"{"path":"emails[type eq \"work\"]","value":null}"#, #"{"emails":[{"value":"b"}]}"#
            ),
            (
                #"{"emails":[{"value":"a"},{"value":"b"}]}"#, #"{"path":"emails.display","value":"d"}"#,
                #"{"emails":[{"value":"a","display":"d"},{"value":"b","display":"d"}]}"#
            ),
            // Extensions and the manager (Entra ID).
            ("{}", #"{"path":"ENT:department","value":"Dock"}"#, #"{"ENT":{"department":"Dock"}}"#),
            (#"{"ENT":{"department":"d"}}"#, #"{"path":"ENT:department","value":null}"#, "{}"),
            (
                #"{"ENT":{"department":"d"}}"#, #"{"path":"ENT","value":{"division":"e"}}"#,
                #"{"ENT":{"department":"d","division":"e"}}"#
            ),
            (
                #"{"ENT":{"department":"d"}}"#, #"{"value":{"ENT":{"division":"e","department":null}}}"#,
                #"{"ENT":{"division":"e"}}"#
            ),
            (#"{"ENT":{"department":"d"}}"#, #"{"path":"ENT","value":null}"#, "{}"),
            (#"{"ENT":{"department":"d"}}"#, #"{"path":"ENT","value":{}}"#, #"{"ENT":{"department":"d"}}"#),
            (#"{"ENT":{"department":"d"}}"#, #"{"path":"ENT","value":{"department":""}}"#, "{}"),
            ("{}", #"{"path":"ENT:manager","value":"m"}"#, #"{"ENT":{"manager":{"value":"m"}}}"#),
            (
                "{}", #"{"path":"ENT:manager","value":{"value":"m","displayName":"hax"}}"#,
                #"{"ENT":{"manager":{"value":"m"}}}"#
            ),
            (
                "{}", #"{"path":"manager","value":[{"$ref":"https://h/Users/m","value":"m"}]}"#,
                #"{"ENT":{"manager":{"value":"m"}}}"#
            ), ("{}", #"{"value":{"manager":"m"}}"#, #"{"ENT":{"manager":{"value":"m"}}}"#),
            ("{}", #"{"path":"ENT:manager.value","value":"m"}"#, #"{"ENT":{"manager":{"value":"m"}}}"#),
            ("{}", #"{"path":"ENT:manager.$ref","value":"../Users/m"}"#, #"{"ENT":{"manager":{"value":"m"}}}"#),
            (#"{"ENT":{"manager":{"value":"m"}}}"#, #"{"path":"ENT:manager","value":""}"#, "{}"),
            (#"{"ENT":{"manager":{"value":"m"}}}"#, #"{"path":"ENT:manager","value":{"value":""}}"#, "{}"),
            (#"{"ENT":{"manager":{"value":"m"}}}"#, #"{"path":"ENT:manager","value":null}"#, "{}"),
            (#"{"ENT":{"manager":{"value":"m"}}}"#, #"{"path":"ENT:manager","value":[]}"#, "{}"),
            (
                #"{"ENT":{"manager":{"value":"m"}}}"#, #"{"path":"ENT:manager","value":{"displayName":"hax"}}"#,
                #"{"ENT":{"manager":{"value":"m"}}}"#
            ),
            // Entra ID with aadOptscim062020.
            (
                #"{"name":{"familyName":"F"}}"#,
                #"{"value":{"displayName":"D","name.givenName":"G","ENT:department":"d"}}"#,
                #"{"displayName":"D","name":{"familyName":"F","givenName":"G"},"ENT":{"department":"d"}}"#
            ),
        ])
    func replace(_ before: String, operation: String, after: String) {
        let user = #"{"userName":"u","# + before.dropFirst(), result = #"{"userName":"u","# + after.dropFirst()
        expectPatch(
            user.replacing(",}", with: "}"), "[{\"op\":\"replace\",\(operation.dropFirst())]",
            gives: result.replacing(",}", with: "}"))
    }

    @Test(
        "empties a group, and makes another of it", .shows("7644-3.5.2.3-b"),
        arguments: [
            ("[]", "[]"), ("null", "[]"), (#"[{"value":"u9"}]"#, #"[{"value":"u9"}]"#),
            (#"["u9","u9"]"#, #"[{"value":"u9"}]"#),
        ])
    func members(_ value: String, after: String) throws {
        let group = #"{"displayName":"g","members":[{"value":"u1"},{"value":"u2"}]}"#
        let found = try patched(group, #"[{"op":"replace","path":"members","value":\#(value)}]"#, of: .group)
        #expect(AttributeValue.array(found[.members]?.values ?? []) == (try AttributeValue.json(after)))
    }
}
