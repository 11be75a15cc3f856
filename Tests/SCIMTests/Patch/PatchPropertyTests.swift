import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2 — random PATCHes")
struct PatchPropertyTests {
    private static let simple = [
        "title", "nickName", "displayName", "userType", "name.givenName", "name.familyName", "ENT:department",
        "ENT:division",
    ]
    private static let failing = [
        #"{"op":"replace","path":"emails[type eq \"boat\"].value","value":"x"}"#,
        #"{"op":"add","path":"phoneNumbers[value eq \"none\"].display","value":"x"}"#,
    ]

    private func texts(_ generator: inout SeededGenerator) -> String {
        ["\"a\"", "\"b\"", "\"\"", "null", "\"é\""].randomElement(using: &generator) ?? "null"
    }

    /// An operation on a single value: kind, path, value.
    private func operation(_ generator: inout SeededGenerator) -> (op: String, path: String, value: String) {
        let op = ["add", "Replace", "REMOVE"].randomElement(using: &generator) ?? "add"
        let path = Self.simple.randomElement(using: &generator) ?? "title"
        return (
            op, Bool.random(using: &generator) ? path : path.uppercased().replacing("ENT:", with: "ENT:"),
            texts(&generator)
        )
    }

    private func json(_ operation: (op: String, path: String, value: String), withPath: Bool) -> String {
        if withPath || operation.op == "REMOVE" {
            return #"{"op":"\#(operation.op)","path":"\#(operation.path)","value":\#(operation.value)}"#
        }
        return #"{"op":"\#(operation.op)","value":{"\#(operation.path)":\#(operation.value)}}"#
    }

    @Test("on single values do what a dictionary does", arguments: 0..<4)
    func dictionary(seed: UInt64) throws {
        var generator = SeededGenerator(seed: 100 + seed)
        for _ in 0..<150 {
            var attributes = try Attributes.json(#"{"userName":"u"}"#)
            var reference: [String: String] = [:]
            for _ in 0..<6 {
                var list: [String] = []
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let one = operation(&generator)
                    list.append(json(one, withPath: Bool.random(using: &generator)))
                    let text = one.value.replacing("\"", with: "")
                    let key = Self.simple.first { $0.lowercased() == one.path.lowercased() } ?? one.path
                    reference[key] = one.op == "REMOVE" || text.isEmpty || text == "null" ? nil : text
                }
                attributes = try Modification.patch(operations("[\(list.joined(separator: ","))]")).applied(
                    to: attributes, of: .user)
                let found = Self.simple.map { name in
                    let path = ResourceType.user.resolve(name.replacing("ENT", with: Schema.enterpriseUser.id))
                    return path.flatMap { path in
                        let container =
                            path.path.schema.map { attributes[$0]?.attributes ?? Attributes() } ?? attributes
                        let value = container[path.path.attribute]
                        return (path.path.subAttribute.map { value?[$0] } ?? value)?.string
                    }
                }
                #expect(found == Self.simple.map { reference[$0] }, "\(list)")
                // Nothing empty is left behind, so that an extension without content leaves `schemas`.
                #expect(!attributes.contains { $0.value == [:] || $0.value == [] || $0.value == .null })
            }
        }
    }

    @Test("in which one operation fails are refused, wherever it stands")
    func failures() throws {
        var generator = SeededGenerator(seed: 8)
        let before = try Attributes.json(
            #"{"userName":"u","title":"t","emails":[{"value":"a","type":"work"}],"ENT":{"division":"d"}}"#)
        for _ in 0..<300 {
            var list = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                json(operation(&generator), withPath: true)
            }
            list.insert(
                Self.failing.randomElement(using: &generator) ?? "",
                at: Int.random(in: 0...list.count, using: &generator))
            let change = Modification.patch(try operations("[\(list.joined(separator: ","))]"))
            #expect(refusal { try change.applied(to: before, of: .user) }?.code == .noTarget)
        }
        let removal = Modification.patch(
            try operations(#"[{"op":"remove","path":"title"},{"op":"replace","path":"name.givenName","value":"x"}]"#))
        #expect(refusal { try removal.applied(to: try .json(#"{"title":"t"}"#), of: .user) }?.code == .invalidValue)
    }

    @Test("that say what is there already change nothing", .shows("7644-3.5.2.1-f"))
    func noChange() throws {
        var random = RandomUsers(generator: SeededGenerator(seed: 3))
        for number in 0..<300 {
            var drafted = random.user(number).attributes
            drafted[.userName] = "u"
            drafted.append(.schemas, [.string(Schema.user.id)])
            let before: Attributes
            do { before = try Draft(validating: .complex(drafted), as: .user).attributes } catch { continue }
            var list: [AttributeValue] = [
                ["op": "remove", "path": "ims"], ["op": "remove", "path": "nickName"],
                ["op": "remove", "path": "emails[value eq \"nobody\"]"],
                ["op": "remove", "path": "emails", "value": [["value": "nobody"]]],
                ["op": "add", "path": "roles", "value": []],
                ["op": "replace", "value": .complex(before)], ["op": "add", "value": .complex(before)],
                ["op": "replace", "path": "ims", "value": .null],
            ]
            for (name, value) in before {
                list.append(["op": "replace", "path": .string(name.text), "value": value])
                list.append(["op": "add", "path": .string(name.text), "value": value])
            }
            let body: AttributeValue = ["schemas": [.string(MessageURI.patchOp)], "Operations": .array(list)]
            let change = Modification.patch(try PatchOperation.operations(reading: body, for: .user))
            let after = try change.applied(to: before, of: .user)
            #expect(after == before, "\(AttributeValue.complex(before).json)")
        }
    }

    @Test("run in order, each on the result of the one before", .shows("7644-3.5.2-h"))
    func order() {
        expectPatch(
            #"{"userName":"u"}"#,
            #"[{"op":"add","path":"title","value":"a"},{"op":"replace","path":"title","value":"b"},{"op":"remove","path":"title"}]"#,
            gives: #"{"userName":"u"}"#)
        expectPatch(
            #"{"displayName":"g","members":[{"value":"u1"}]}"#,
            #"[{"op":"remove","path":"members"},{"op":"add","path":"members","value":[{"value":"u2"}]}]"#,
            gives: #"{"displayName":"g","members":[{"value":"u2"}]}"#, of: .group)
        expectPatch(
            #"{"displayName":"g"}"#,
            #"[{"op":"Add","path":"members","value":[{"value":"u2"}]},{"op":"Remove","path":"members","value":[{"value":"u2"}]}]"#,
            gives: #"{"displayName":"g"}"#, of: .group)
    }
}
