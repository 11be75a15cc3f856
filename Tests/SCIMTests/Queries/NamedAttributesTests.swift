import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7643 §7 — attributes that are returned on request, in the answers to writes")
struct NamedAttributesTests {
    private static let device = #"""
        {"id":"1","checksum":"c","note":"n","tags":["t"],"ports":[{"value":"v","colour":"red","remark":"x"}]}
        """#

    private func shown(_ selection: AttributeSelection) throws -> [String] {
        let shown = selection.project(try .json(Self.device), of: .device)
        return (shown["note"] == nil ? [] : ["note"]) + (shown["ports"]?.values[0]["remark"] == nil ? [] : ["remark"])
    }

    @Test(
        "are shown after a POST or PUT that holds them", .shows("7643-7-e"),
        arguments: [
            (#"{"serial":"s","labels":["l"]}"#, []), (#"{"NOTE":"n","ports":[{"value":"v"}]}"#, ["note"]),
            (#"{"note":"n","ports":[{"value":"v"},{"remark":"x"}]}"#, ["note", "remark"]),
            (#"{"ports":{"remark":"x"}}"#, ["remark"]), ("[]", []),
        ])
    func bodies(_ body: String, names: [String]) throws {
        #expect(try shown(AttributeSelection.byDefault.naming(.json(body), of: .device)) == names)
    }

    @Test(
        "are shown after a PATCH that sets them", .shows("7643-7-e"),
        arguments: [
            (#"{"op":"add","path":"tags","value":["t"]}"#, []),
            (#"{"op":"replace","path":"note","value":"n"}"#, ["note"]),
            (#"{"op":"replace","value":{"note":"n","ports":[{"value":"v"}]}}"#, ["note"]),
            (#"{"op":"add","path":"ports","value":[{"value":"v","remark":"x"}]}"#, ["remark"]),
            (#"{"op":"replace","path":"ports[value eq \"v\"].remark","value":"x"}"#, ["remark"]),
            (#"{"op":"replace","path":"ports[value eq \"v\"]","value":{"remark":"x"}}"#, ["remark"]),
            (#"{"op":"replace","path":"ports.speed","value":1}"#, []),
        ])
    func operations(_ operation: String, names: [String]) throws {
        let operations = try SCIMTests.operations("[\(operation)]", for: .device)
        #expect(try shown(AttributeSelection.byDefault.naming(operations, of: .device)) == names)
    }

    @Test("are looked for in extensions as well, and cost nothing where a type has none")
    func extensions() throws {
        let lab = Schema(
            id: "urn:example:lab", name: "Lab", attributes: [.init("bench", returned: .request), .init("seal")])
        let type = ResourceType(
            name: "Tool", endpoint: "/Tools", schema: Schema(id: "urn:example:Tool", name: "Tool", attributes: []),
            extensions: [.init(lab)])
        let content = try Attributes.json(#"{"urn:example:lab":{"bench":"b","seal":"s"}}"#)
        let body = AttributeValue.complex(content)
        #expect(AttributeSelection.byDefault.naming(body, of: type).project(content, of: type) == content)
        #expect(AttributeSelection.byDefault.project(content, of: type) == ["urn:example:lab": ["seal": "s"]])
        for operation in [
            #"{"op":"add","path":"urn:example:lab","value":{"bench":"b"}}"#,
            #"{"op":"add","path":"urn:example:lab:bench","value":"b"}"#,
            #"{"op":"add","value":{"urn:example:lab":{"bench":"b"}}}"#,
        ] {
            let operations = try SCIMTests.operations("[\(operation)]", for: type)
            #expect(AttributeSelection.byDefault.naming(operations, of: type).project(content, of: type) == content)
        }
        #expect(AttributeSelection.byDefault.naming(try .json(#"{"title":"t"}"#), of: .user) == .byDefault)
    }

    @Test("give way to `attributes` and `excludedAttributes`")
    func parameters() throws {
        let body = try AttributeValue.json(#"{"note":"n","ports":[{"remark":"x"}]}"#)
        for (only, excluding, names) in [
            (["tags"], nil, []), (["note"], nil, ["note"]), (nil, ["note"], ["remark"]),
            (nil, ["ports.remark"], ["note"]), (nil, ["tags"], ["note", "remark"]),
        ] as [([String]?, [String]?, [String])] {
            let selection = try AttributeSelection(attributes: only, excludedAttributes: excluding, of: .device)
            #expect(try shown(selection.naming(body, of: .device)) == names)
        }
    }
}
