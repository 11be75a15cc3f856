import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2 — the body of a PATCH")
struct PatchReadingTests {
    @Test(
        "refuses what is no PatchOp message", .shows("7644-3.5.2-a", "7644-3.5.2-b"),
        arguments: [
            "[]", "\"x\"", "null", "{}", "[7]",
            #"{"schemas":["PATCHOP"]}"#,
            #"{"schemas":["PATCHOP"],"Operations":[]}"#,
            #"{"schemas":["PATCHOP"],"Operations":{"op":"remove","path":"title"}}"#,
            #"{"schemas":["USER"],"Operations":[{"op":"remove","path":"title"}]}"#,
            #"{"schemas":["PATCHOP"],"Operations":[7]}"#, #"{"schemas":["PATCHOP"],"Operations":[null]}"#,
            #"{"schemas":["PATCHOP"],"Operations":[{"path":"title","value":"x"}]}"#,
            #"{"schemas":["PATCHOP"],"Operations":[{"op":"move","path":"title"}]}"#,
            #"{"schemas":["PATCHOP"],"Operations":[{"op":1,"path":"title","value":"x"}]}"#,
            #"{"schemas":["PATCHOP"],"Operations":[{"op":" add","path":"title","value":"x"}]}"#,
        ])
    func invalidSyntax(_ body: String) throws {
        let body = try AttributeValue.json(body)
        #expect(refusal { try PatchOperation.operations(reading: body, for: .user) }?.code == .invalidSyntax)
    }

    @Test(
        "takes names and operations in any letter case, the schema too", .shows("7643-2.1-a", "interop-Entra-a"),
        arguments: ["add", "Add", "ADD"])
    func letterCase(_ op: String) throws {
        let body =
            #"{"SCHEMAS":["\#(MessageURI.patchOp.uppercased())"],"operations":[{"OP":"\#(op)","Path":"TITLE","VALUE":"x"}]}"#
        let read = try PatchOperation.operations(reading: .json(body), for: .user)
        #expect(read == [PatchOperation(.add, try PatchTarget("title", of: .user), "x")])
        #expect(try operations(#"[{"op":"Replace","path":"title","value":"x"}]"#).map(\.kind) == [.replace])
        #expect(try operations(#"[{"op":"Remove","path":"title"}]"#).map(\.kind) == [.remove])
    }

    @Test(
        "says which operation is wrong, and how",
        .shows(
            "7643-2.3-a", "7643-4.1.2-d", "7643-7-d", "7643-8.7.1-s", "7644-3.5.2-b", "7644-3.5.2-e", "7644-3.5.2.2-a",
            "7644-3.5.2.2-e", "7644-3.5.2.3-h"),
        arguments: [
            (#"{"op":"add","path":"title"}"#, .invalidValue, "'add' needs a 'value'"),
            (#"{"op":"replace","path":"title"}"#, .invalidValue, "'replace' needs a 'value'"),
            (#"{"op":"add"}"#, .invalidValue, "without 'path' the 'value' must be an object of attributes"),
            (
                #"{"op":"replace","value":"x"}"#, .invalidValue,
                "without 'path' the 'value' must be an object of attributes"
            ),
            (
                #"{"op":"replace","path":"","value":[]}"#, .invalidValue,
                "without 'path' the 'value' must be an object of attributes"
            ),
            (#"{"op":"remove"}"#, .noTarget, "'remove' needs a 'path'"),
            (#"{"op":"remove","path":null}"#, .noTarget, "'remove' needs a 'path'"),
            (#"{"op":"remove","value":{"title":"x"}}"#, .noTarget, "'remove' needs a 'path'"),
            (#"{"op":"add","path":7,"value":"x"}"#, .invalidPath, "'path' must be a string"),
            (
                #"{"op":"add","path":"shoeSize","value":"x"}"#, .invalidPath,
                "path 'shoeSize' names no attribute of User"
            ),
            (
                #"{"op":"remove","path":"emails[type"}"#, .invalidPath,
                "path 'emails[type': expected an operator at character 12"
            ),
            (#"{"op":"replace","path":"id","value":"x"}"#, .mutability, "'id' is read-only"),
            (#"{"op":"remove","path":"meta.created"}"#, .mutability, "'meta.created' is read-only"),
            (#"{"op":"add","path":"groups","value":[{"value":"g"}]}"#, .mutability, "'groups' is read-only"),
            (#"{"op":"remove","path":"groups[value eq \"g\"]"}"#, .mutability, "'groups' is read-only"),
            (#"{"op":"remove","path":"schemas"}"#, .mutability, "'schemas' is read-only"),
            (#"{"op":"add","path":"schemas","value":[7]}"#, .invalidValue, "'schemas' must be an array of URIs"),
            (#"{"op":"replace","path":"schemas","value":null}"#, .invalidValue, "'schemas' must be an array of URIs"),
            (
                #"{"op":"replace","value":[{"title":"a"},{"title":"b"}]}"#, .invalidValue,
                "without 'path' the 'value' must be an object of attributes"
            ),
            (
                #"{"op":"replace","value":{"emails[type":"x"}}"#, .invalidPath,
                "path 'emails[type': expected an operator at character 12"
            ),
            (
                #"{"op":"replace","path":"manager","value":{"$ref":"https://evil.example/x/m"}}"#, .invalidValue,
                "'$ref' of '\(Schema.enterpriseUser.id):manager' names no resource here, and there is no 'value'"
            ),
            (
                #"{"op":"replace","path":"manager.displayName","value":"x"}"#, .mutability,
                "'\(Schema.enterpriseUser.id):manager.displayName' is read-only"
            ),
            (#"{"op":"remove","path":"userName"}"#, .mutability, "'userName' is required and cannot be removed"),
            (
                #"{"op":"replace","path":"userName","value":null}"#, .invalidValue,
                "'userName' is required and cannot be cleared"
            ),
            (
                #"{"op":"replace","path":"userName","value":""}"#, .invalidValue,
                "'userName' is required and cannot be cleared"
            ),
            (
                #"{"op":"replace","value":{"userName":null}}"#, .invalidValue,
                "'userName' is required and cannot be cleared"
            ),
            (#"{"op":"replace","path":"active","value":"maybe"}"#, .invalidValue, "'active' must be a Boolean"),
            (#"{"op":"replace","value":{"active":2}}"#, .invalidValue, "'active' must be a Boolean"),
            (#"{"op":"add","path":"name","value":"Bob"}"#, .invalidValue, "'name' must be a complex value"),
            (
                #"{"op":"add","path":"emails","value":[{"value":true}]}"#, .invalidValue,
                "'emails[0].value' must be a string"
            ),
            (
                #"{"op":"add","path":"emails[type eq \"work\"]","value":["a","b"]}"#, .invalidValue,
                "'emails' must be a complex value"
            ),
            (
                #"{"op":"replace","value":{"ENT:department":true}}"#, .invalidValue,
                "'\(Schema.enterpriseUser.id):department' must be a string"
            ),
            (
                #"{"op":"replace","path":"ENT:manager","value":7}"#, .invalidValue,
                "'\(Schema.enterpriseUser.id):manager' must be a complex value"
            ),
            (
                #"{"op":"add","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]}"#,
                .invalidValue, "'emails' has more than one primary value"
            ),
            (
                #"{"op":"add","path":"emails[primary gt true].value","value":"x"}"#, .invalidFilter,
                "'gt' cannot be used on 'primary', a boolean"
            ),
        ] as [(String, SCIMError.Code, String)])
    func refusals(_ operation: String, code: SCIMError.Code, detail: String) {
        #expect(refusal { try operations("[\(operation)]") } == SCIMError(code, "Operations[0]: \(detail)"))
        #expect(
            refusal { try operations(#"[{"op":"add","path":"title","value":"x"},\#(operation)]"#) }
                == SCIMError(code, "Operations[1]: \(detail)"))
    }

    @Test(
        "without path takes plain, dotted and qualified names and whole extensions, and passes over the rest",
        .shows("7643-3.1-f", "interop-Entra-b"),
        arguments: [
            (#"{"displayName":"N"}"#, ["displayName"]), (#"{"name":{"familyName":"F"}}"#, ["name"]),
            (#"{"name.givenName":"G","NAME.familyname":"F"}"#, ["name.givenName", "name.familyName"]),
            (#"{"ENT:department":"d"}"#, ["ENT:department"]), (#"{"ENT":{"department":"d"}}"#, ["ENT"]),
            (#"{"ENT:manager.value":"m","manager":"m"}"#, ["ENT:manager.value", "ENT:manager"]),
            (#"{"urn:ietf:params:scim:schemas:core:2.0:User:title":"t"}"#, ["title"]),
            // What clients echo: Okta, authentik.
            (#"{"id":"1","schemas":["USER"],"meta":{"version":"x"},"groups":[],"title":"t"}"#, ["title"]),
            (#"{"meta.created":"x","id":null}"#, []),
            (#"{"shoeSize":44,"name.shoe":1,"urn:x:y":{},"":1}"#, []), (#"{"password":"secret"}"#, []),
            ("{}", []),
            (#"{"ENT:manager.displayName":"hax","members":[]}"#, []),
            (#"{"department":"d"}"#, ["ENT:department"]),
            (#"{"emails[type eq \"work\"].value":"x"}"#, ["emails.value"]),
            (#"{"urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \"work\"]":{"display":"x"}}"#, ["emails"]),
            (#"{"roles[primary eq \"True\"].value":"x"}"#, ["roles.value"]),
        ])
    func pathless(_ value: String, paths: [String]) throws {
        for op in ["add", "replace"] {
            let read = try operations(#"[{"op":"\#(op)","value":\#(value)}]"#)
            #expect(
                read.map(\.target.path.path.description)
                    == paths.map { $0.replacing("ENT", with: Schema.enterpriseUser.id) })
        }
    }

    @Test(
        "drops a password, whatever is done with it", .shows("7643-4.1.1-e", "7643-9.2-a"),
        arguments: ["add", "replace", "remove"])
    func password(_ op: String) throws {
        #expect(try operations(#"[{"op":"\#(op)","path":"password","value":"secret"}]"#).isEmpty)
        #expect(
            try patched(
                #"{"userName":"u"}"#,
                #"[{"op":"\#(op)","path":"password","value":"x"},{"op":"add","path":"title","value":"t"}]"#
            ).count == 2)
    }

    @Test("carries out at most a thousand operations")
    func count() throws {
        let one = #"{"op":"add","path":"title","value":"x"}"#
        let most = Array(repeating: one, count: 1_000)
        #expect(try operations("[\(most.joined(separator: ","))]").count == 1_000)
        #expect(refusal { try operations("[\((most + [one]).joined(separator: ","))]") }?.code == .tooMany)
    }
}
