import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2.1 — add")
struct PatchAddTests {
    @Test(
        "sets single values and joins several",
        .shows(
            "7643-2.4-b", "7644-3.5.2.1-a", "7644-3.5.2.1-b", "7644-3.5.2.1-c", "7644-3.5.2.1-d", "7644-3.5.2.1-e",
            "interop-Entra-c"),
        arguments: [
            ("{}", #"{"path":"title","value":"Boss"}"#, #"{"title":"Boss"}"#),
            (#"{"title":"A"}"#, #"{"path":"title","value":"B"}"#, #"{"title":"B"}"#),
            (#"{"title":"A"}"#, #"{"path":"title","value":null}"#, "{}"),
            (#"{"active":true}"#, #"{"path":"active","value":"False"}"#, #"{"active":false}"#),
            (
                #"{"title":"A"}"#, #"{"value":{"nickName":"B","emails":[{"value":"n@x","type":"home"}]}}"#,
                #"{"title":"A","nickName":"B","emails":[{"value":"n@x","type":"home"}]}"#
            ),
            // Complex values: sub-attributes join.
            ("{}", #"{"path":"name.givenName","value":"X"}"#, #"{"name":{"givenName":"X"}}"#),
            ("{}", #"{"path":"name","value":{"givenName":"X"}}"#, #"{"name":{"givenName":"X"}}"#),
            (
                #"{"name":{"familyName":"F"}}"#, #"{"path":"name","value":{"givenName":"X"}}"#,
                #"{"name":{"familyName":"F","givenName":"X"}}"#
            ),
            (
                #"{"name":{"familyName":"F","givenName":"G"}}"#,
                #"{"path":"name","value":{"givenName":null,"middleName":""}}"#, #"{"name":{"familyName":"F"}}"#
            ),
            (#"{"name":{"familyName":"F"}}"#, #"{"path":"name","value":{}}"#, #"{"name":{"familyName":"F"}}"#),
            (#"{"name":{"familyName":"F"}}"#, #"{"path":"name","value":{"shoe":1}}"#, #"{"name":{"familyName":"F"}}"#),
            (
                #"{"name":{"familyName":"F"}}"#, #"{"value":{"name.givenName":"X"}}"#,
                #"{"name":{"familyName":"F","givenName":"X"}}"#
            ),
            // Multi-valued attributes: appended, whether as an array, an object or a bare value.
            (
                #"{"emails":[{"value":"a"}]}"#, #"{"path":"emails","value":[{"value":"b"},{"value":"c"}]}"#,
                #"{"emails":[{"value":"a"},{"value":"b"},{"value":"c"}]}"#
            ),
            (
                #"{"emails":[{"value":"a"}]}"#, #"{"path":"emails","value":{"value":"b"}}"#,
                #"{"emails":[{"value":"a"},{"value":"b"}]}"#
            ),
            (
                #"{"roles":[{"value":"a"}]}"#, #"{"path":"roles","value":"b"}"#,
                #"{"roles":[{"value":"a"},{"value":"b"}]}"#
            ),
            (
                #"{"roles":[{"value":"a"}]}"#, #"{"path":"roles","value":["b","a"]}"#,
                #"{"roles":[{"value":"a"},{"value":"b"}]}"#
            ),
            (#"{"roles":[{"value":"a"}]}"#, #"{"path":"roles","value":[]}"#, #"{"roles":[{"value":"a"}]}"#),
            (#"{"roles":[{"value":"a"}]}"#, #"{"path":"roles","value":null}"#, #"{"roles":[{"value":"a"}]}"#),
            // A value that is there is not repeated; what it is given besides joins it.
            (
                #"{"emails":[{"value":"a","type":"work"}]}"#,
                #"{"path":"emails","value":[{"value":"a","type":"work"}]}"#,
                #"{"emails":[{"value":"a","type":"work"}]}"#
            ),
            (
                #"{"emails":[{"value":"a","type":"work"}]}"#,
                #"{"path":"emails","value":[{"value":"a","type":"work","display":"A"}]}"#,
                #"{"emails":[{"value":"a","type":"work","display":"A"}]}"#
            ),
            (
                #"{"emails":[{"value":"a","type":"work"}]}"#,
                #"{"path":"emails","value":[{"value":"a","type":"home"}]}"#,
                #"{"emails":[{"value":"a","type":"work"},{"value":"a","type":"home"}]}"#
            ),
            (
                #"{"addresses":[{"locality":"Hull","type":"work"}]}"#,
                #"{"path":"addresses","value":[{"type":"work","locality":"Hull"},{"locality":"York"}]}"#,
                #"{"addresses":[{"locality":"Hull","type":"work"},{"locality":"York"}]}"#
            ),
            // A sub-attribute without a filter is meant for every value.
            (
                #"{"emails":[{"value":"a"},{"value":"b"}]}"#, #"{"path":"emails.type","value":"work"}"#,
                #"{"emails":[{"value":"a","type":"work"},{"value":"b","type":"work"}]}"#
            ),
            ("{}", #"{"path":"emails.value","value":"a"}"#, #"{"emails":[{"value":"a"}]}"#),
            ("{}", #"{"path":"emails.value","value":null}"#, "{}"),
        ])
    func add(_ before: String, operation: String, after: String) {
        let user = #"{"userName":"u","# + before.dropFirst(), result = #"{"userName":"u","# + after.dropFirst()
        expectPatch(
            user.replacing(",}", with: "}"), "[{\"op\":\"add\",\(operation.dropFirst())]",
            gives: result.replacing(",}", with: "}"))
    }

    @Test(
        "adds members in whatever shape they come", .shows("7644-3.5.2.1-c", "7644-3.5.2.1-e"),
        arguments: [
            #"[{"value":"u2"}]"#, #"[{"$ref":null,"value":"u2"}]"#, #"{"value":"u2"}"#, #"["u2"]"#, #""u2""#,
            #"[{"$ref":"https://h/Users/u2"}]"#,
            #"[{"value":"u1"},{"value":"u2"},{"value":"u2"}]"#, #"[{"value":"u2","shoe":1}]"#,
        ])
    func members(_ value: String) {
        expectPatch(
            #"{"displayName":"g","members":[{"value":"u1","display":"one"}]}"#,
            #"[{"op":"Add","path":"members","value":\#(value)}]"#,
            gives: #"{"displayName":"g","members":[{"value":"u1","display":"one"},{"value":"u2"}]}"#, of: .group)
    }

    @Test("values that become the same because another one is primary now are one", .shows("7643-2.4-b"))
    func losingPrimary() {
        let described = #"{"type":"work","primary":false}"#
        expectPatch(
            #"{"userName":"u","phoneNumbers":[\#(described),{"type":"work","primary":true}]}"#,
            #"[{"op":"add","path":"phoneNumbers","value":[{"value":"1","type":"work","primary":true}]}]"#,
            gives: #"{"userName":"u","phoneNumbers":[\#(described),{"value":"1","type":"work","primary":true}]}"#)
    }

    @Test("tells members apart by their ids alone, exactly")
    func memberIdentity() {
        expectPatch(
            #"{"displayName":"g","members":[{"value":"u1","type":"User"}]}"#,
            #"[{"op":"add","path":"members","value":[{"value":"u1"},{"value":"U1"}]}]"#,
            gives: #"{"displayName":"g","members":[{"value":"u1","type":"User"},{"value":"U1"}]}"#, of: .group)
    }

    @Test("appends to what stands inside complex values and extensions, too")
    func nested() {
        let device =
            #"{"serial":"s","labels":["l"],"place":{"room":"r","names":["a"]},"urn:example:Device:lab":{"bench":"b","rigs":[{"value":"1","primary":true}]}}"#
        for operation in [
            #"{"op":"add","path":"place","value":{"names":["a","b"]}},{"op":"add","path":"urn:example:Device:lab","value":{"rigs":[{"value":"2","primary":true}]}}"#,
            #"{"op":"add","path":"place.names","value":["b"]},{"op":"add","path":"rigs","value":{"value":"2","primary":"True"}}"#,
            #"{"op":"add","value":{"place.names":"b","urn:example:Device:lab":{"rigs":[{"value":"2","primary":true}]}}}"#,
        ] {
            expectPatch(
                device, "[\(operation)]",
                gives: device.replacing(#"["a"]"#, with: #"["a","b"]"#).replacing(
                    #"true}]"#, with: #"false},{"value":"2","primary":true}]"#), of: .device)
        }
    }
}
