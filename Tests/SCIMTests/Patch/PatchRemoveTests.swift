import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2.2 — remove")
struct PatchRemoveTests {
    @Test(
        "takes away what the path names and nothing else",
        .shows("7644-3.5.2.2-b", "7644-3.5.2.2-c", "7644-3.5.2.2-d", "7644-3.5.2.2-f", "7644-3.5.2.2-g"),
        arguments: [
            (#"{"title":"a","nickName":"b"}"#, "title", #"{"nickName":"b"}"#),
            (#"{"nickName":"b"}"#, "title", #"{"nickName":"b"}"#),
            (#"{"name":{"givenName":"g","familyName":"f"}}"#, "name.givenName", #"{"name":{"familyName":"f"}}"#),
            (#"{"name":{"givenName":"g"}}"#, "name.givenName", "{}"),
            (#"{"name":{"givenName":"g"}}"#, "name.familyName", #"{"name":{"givenName":"g"}}"#),
            (#"{"name":{"givenName":"g"}}"#, "name", "{}"),
            (#"{"emails":[{"value":"a"},{"value":"b"}]}"#, "emails", "{}"), ("{}", "emails", "{}"),
            ("{}", #"emails[type eq \"work\"]"#, "{}"),
            (
                #"{"emails":[{"value":"a","type":"work"},{"value":"b","type":"home"}]}"#, #"emails[type eq \"work\"]"#,
                #"{"emails":[{"value":"b","type":"home"}]}"#
            ),
            (#"{"emails":[{"value":"a","type":"work"}]}"#, #"emails[type eq \"WORK\"]"#, "{}"),
            (
                #"{"emails":[{"value":"a","type":"work"}]}"#, #"emails[type eq \"home\"]"#,
                #"{"emails":[{"value":"a","type":"work"}]}"#
            ),
            (
                #"{"emails":[{"value":"a@x","type":"work"},{"value":"b@y","type":"work"}]}"#,
                #"emails[type eq \"work\" and value ew \"@x\"]"#, #"{"emails":[{"value":"b@y","type":"work"}]}"#
            ),
            (
                #"{"emails":[{"value":"a"},{"value":"b"},{"value":"c"}]}"#, #"emails[not (value eq \"b\")]"#,
                #"{"emails":[{"value":"b"}]}"#
            ),
            // Of matching values just the sub-attribute goes; a value with nothing but a description goes with it.
            (
                #"{"addresses":[{"region":"r","locality":"l","type":"work"},{"region":"r","type":"home"}]}"#,
                #"addresses[type eq \"work\"].region"#,
                #"{"addresses":[{"locality":"l","type":"work"},{"region":"r","type":"home"}]}"#
            ),
            (
                #"{"emails":[{"value":"a","type":"work"},{"value":"b","type":"home"}]}"#,
                #"emails[type eq \"work\"].value"#, #"{"emails":[{"value":"b","type":"home"}]}"#
            ),
            (
                #"{"emails":[{"value":"a","type":"work"}]}"#, #"emails[type eq \"work\"].type"#,
                #"{"emails":[{"value":"a"}]}"#
            ), (#"{"emails":[{"value":"a","type":"work"}]}"#, "emails.type", #"{"emails":[{"value":"a"}]}"#),
            // Okta's roles can be a type alone: what is not touched stays.
            (
                #"{"roles":[{"type":"Admin"},{"value":"b","primary":true}]}"#, #"roles[value eq \"b\"].primary"#,
                #"{"roles":[{"type":"Admin"},{"value":"b"}]}"#
            ),
            (
                #"{"roles":[{"type":"Admin","display":"A"}]}"#, #"roles[type eq \"Admin\"].display"#,
                #"{"roles":[{"type":"Admin"}]}"#
            ),
            // Extensions.
            (#"{"ENT":{"department":"d","division":"e"}}"#, "ENT:department", #"{"ENT":{"division":"e"}}"#),
            (#"{"ENT":{"department":"d"}}"#, "ENT:department", "{}"),
            (#"{"ENT":{"department":"d","manager":{"value":"m"}}}"#, "ENT", "{}"),
            (#"{"ENT":{"manager":{"value":"m"}}}"#, "ENT:manager", "{}"),
            (#"{"ENT":{"manager":{"value":"m"}}}"#, "manager", "{}"),
            (#"{"ENT":{"manager":{"value":"m"}}}"#, "ENT:manager.value", "{}"),
            (#"{"ENT":{"manager":{"value":"m"}}}"#, "manager.$ref", #"{"ENT":{"manager":{"value":"m"}}}"#),
            ("{}", "ENT", "{}"), ("{}", "ENT:department", "{}"),
        ])
    func remove(_ before: String, path: String, after: String) {
        let user = #"{"userName":"u","# + before.dropFirst(), result = #"{"userName":"u","# + after.dropFirst()
        let path = path.replacing("ENT", with: Schema.enterpriseUser.id)
        expectPatch(
            user.replacing(",}", with: "}"), #"[{"op":"remove","path":"\#(path)"}]"#,
            gives: result.replacing(",}", with: "}"))
    }

    @Test(
        "removes members in every form that clients send, and never more than they name",
        .shows("7643-4.2-b", "7644-3.5.2.2-b", "7644-3.5.2.2-c", "7644-3.5.2.2-f", "interop-Entra-d"),
        arguments: [
            (#""path":"members[value eq \"u1\"]""#, ["u2", "u3"]),
            (#""path":"members[value eq \"u1\" or value eq \"u2\"]""#, ["u3"]),
            (#""path":"members[value eq \"U1\"]""#, ["u1", "u2", "u3"]),
            (#""path":"members","value":[{"value":"u1"}]"#, ["u2", "u3"]),
            (#""path":"members","value":[{"$ref":null,"value":"u1"},{"value":"u3"}]"#, ["u2"]),
            (#""path":"members","value":[{"value":"u1","display":"another","type":"Group"}]"#, ["u2", "u3"]),
            (#""path":"members","value":{"value":"u1"}"#, ["u2", "u3"]),
            (#""path":"members","value":["u1"]"#, ["u2", "u3"]), (#""path":"members","value":"u1""#, ["u2", "u3"]),
            (#""path":"members","value":[{"$ref":"../Users/u1"}]"#, ["u2", "u3"]),
            (#""path":"members","value":[{"value":"nobody"}]"#, ["u1", "u2", "u3"]),
            (#""path":"members[value eq \"nobody\"]""#, ["u1", "u2", "u3"]),
            (#""path":"members""#, []), (#""path":"members","value":null"#, []),
            (#""path":"members","value":"[{\"value\":\"u1\"}]""#, ["u2", "u3"]),
            (#""path":"members","value":[{"id":"u1"}]"#, ["u2", "u3"]),
            (#""path":"members","value":{"id":"u1"}"#, ["u2", "u3"]),
        ])
    func members(_ form: String, left: [String]) throws {
        let group =
            #"{"displayName":"g","members":[{"value":"u1","display":"a"},{"value":"u2","type":"User"},{"value":"u3"}]}"#
        let after = try patched(group, #"[{"op":"Remove",\#(form)}]"#, of: .group)
        #expect((after[.members]?.values ?? []).map { $0[.value]?.string ?? "" } == left)
        #expect(after[.members] != [])
    }

    @Test(
        "refuses a value that names nothing: neither all nor nothing may go by mistake",
        arguments: ["members", "emails", "roles", "tags"],
        ["[]", "[{}]", "{}", #"[{"value":null}]"#, #"[{"value":""}]"#, "[null]", #""""#, #"[{"display":"a"}]"#, "[[]]"])
    func namesNothing(_ path: String, _ value: String) throws {
        let type: ResourceType = path == "members" ? .group : path == "tags" ? .device : .user
        let found = refusal {
            try operations(#"[{"op":"remove","path":"\#(path)","value":\#(value)}]"#, for: type)
        }
        // A role may be named by its display name alone.
        if path == "roles", value.contains("display") { return #expect(found == nil) }
        #expect(found?.code == .invalidValue, "\(found?.detail ?? "accepted")")
    }

    @Test(
        "removes just the values that are named, by type if one is named",
        arguments: [
            (#"[{"value":"a","type":"work"}]"#, #"[{"value":"a","type":"home"},{"value":"b"}]"#),
            (#"[{"value":"a"}]"#, #"[{"value":"b"}]"#), (#""a""#, #"[{"value":"b"}]"#),
            (
                #"[{"value":"b","type":"work"}]"#,
                #"[{"value":"a","type":"work"},{"value":"a","type":"home"},{"value":"b"}]"#
            ), (#"[{"value":"a"},{"value":"b"}]"#, "[]"),
        ])
    func values(_ leaving: String, left: String) throws {
        let user = #"{"userName":"u","emails":[{"value":"a","type":"work"},{"value":"a","type":"home"},{"value":"b"}]}"#
        let after = try patched(user, #"[{"op":"remove","path":"emails","value":\#(leaving)}]"#)
        #expect(AttributeValue.array(after["emails"]?.values ?? []) == (try AttributeValue.json(left)))
    }

    @Test(
        "takes away simple values",
        arguments: [
            (#""path":"tags","value":["a"]"#, #"["b"]"#), (#""path":"tags","value":"a""#, #"["b"]"#),
            (#""path":"tags[value eq \"B\"]""#, #"["a"]"#), (#""path":"tags""#, "[]"),
            (#""path":"place.names","value":["x"]"#, #"["a","b"]"#),
        ])
    func simple(_ form: String, left: String) throws {
        let device = #"{"serial":"s","labels":["l"],"tags":["a","b"],"place":{"room":"r","names":["x","y"]}}"#
        let after = try patched(device, #"[{"op":"remove",\#(form)}]"#, of: .device)
        #expect(AttributeValue.array(after["tags"]?.values ?? []) == (try AttributeValue.json(left)))
        #expect(after["place"]?["names"] == (form.contains("names") ? ["y"] : ["x", "y"]))
    }
}
