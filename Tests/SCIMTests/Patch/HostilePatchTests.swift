import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §7 — PATCH bodies made to do harm")
struct HostilePatchTests {
    private static let bodies = [
        #"""
        {"schemas":["PATCHOP"],"Operations":[{"op":"Add","path":"emails[type eq \"work\" and primary eq true].value","value":"x\u00e9"},
        {"op":"replace","value":{"name.givenName":"g","ENT":{"manager":[{"value":"m"}]},"active":"True","roles":["a",{"type":"b"}],"":null}},
        {"op":"remove","path":"ENT:manager","value":null},{"op":"remove","path":"roles[value eq \"a\"]"},{"op":"add","path":"addresses","value":{"country":"GB"}}]}
        """#,
        #"""
        {"schemas":["PATCHOP"],"Operations":[{"op":"add","path":"members","value":[{"value":"a","$ref":"h/Users/a"},"b",{"$ref":"//"}]},
        {"op":"remove","path":"members","value":["a",{"value":"b"},{}]},{"op":"replace","path":"members[value eq \"c\"]","value":{"display":"x"}}]}
        """#,
    ]

    @Test("cannot make few bytes stand for more operations than are allowed")
    func expansion() throws {
        let entry = #"{"op":"add","value":{"title":"t","nickName":"n","displayName":"d"}}"#
        func read(_ count: Int) throws -> [PatchOperation] {
            let entries = Array(repeating: entry, count: count).joined(separator: ",")
            return try PatchOperation.operations(
                reading: .json(#"{"schemas":["PATCHOP"],"Operations":[\#(entries)]}"#), for: .user)
        }
        #expect(try read(333).count == 999)
        #expect(refusal { try read(334) }?.code == .tooMany)
    }

    @Test("cannot have all of many values looked at over and over")
    func extents() throws {
        func change(_ count: Int, _ values: [String], path: String = "emails.display") throws -> Attributes {
            let user = try Attributes.json(#"{"userName":"u","emails":[\#(values.joined(separator: ","))]}"#)
            let entries = Array(repeating: #"{"op":"replace","path":"\#(path)","value":"d"}"#, count: count)
            let body = try AttributeValue.json(
                #"{"schemas":["PATCHOP"],"Operations":[\#(entries.joined(separator: ","))]}"#)
            return try Modification.patch(PatchOperation.operations(reading: body, for: .user))
                .applied(to: user, of: .user)
        }
        let many = (0..<1_000).map { #"{"value":"v\#($0)"}"# }
        #expect(try change(30, many)["emails"]?.array?.count == 1_000)
        #expect(refusal { try change(100, many) }?.code == .tooMany)
        // One operation may look at everything, however large; a second one may not.
        let large = (0..<100).map { #"{"value":"\#($0)\#(String(repeating: "ä", count: 30_000))"}"# }
        #expect(try change(1, large)["emails"]?.array?.count == 100)
        #expect(refusal { try change(2, large) }?.code == .tooMany)
        let user = (0..<3).map { #"{"value":"v\#($0)"}"# }
        #expect(try change(1_000, user)["emails"]?.array?.count == 3)
    }

    @Test("cannot stand as keys of a body instead", .shows("7644-3.5.2-i"))
    func flattenedKeys() throws {
        func draft(_ keys: [String]) throws -> Draft {
            let members = keys.enumerated().map { #","\#($1)":"v\#($0)""# }.joined()
            return try Draft(validating: .json(#"{"schemas":["USER"],"userName":"u"\#(members)}"#), as: .user)
        }
        let compared = { (count: Int, number: Int) in
            let others = Array(repeating: #"value eq \"x\""#, count: count - 1).joined(separator: " or ")
            return #"emails[type eq \"t\#(number)\" or \#(others)].display"#
        }
        #expect(refusal { try draft((0..<11).map { compared(100, $0) }) }?.code == .tooMany)
        var nested = #""title":"t""#
        for level in 0..<20 {
            let keys = (0..<60).map { #""name.x\#(level)-\#($0)":1,"emails[type eq \"\#(level)-\#($0)\"].value":null"# }
            nested += #","\#(Schema.user.id)":{\#(keys.joined(separator: ","))"#
        }
        let body = #"{"schemas":["USER"],"userName":"u",\#(nested),"title":"t"\#(String(repeating: "}", count: 20))}"#
        #expect(refusal { try Draft(validating: .json(body), as: .user) }?.code == .tooMany)
    }

    @Test("cannot have many values compared over and over, however few bytes say so", .shows("7644-3.5.2-i"))
    func repeatedComparisons() throws {
        func change(_ operations: Int, _ comparisons: Int, _ values: [String]) throws -> Attributes {
            let user = try Attributes.json(#"{"userName":"u","addresses":[\#(values.joined(separator: ","))]}"#)
            let filter = Array(repeating: #"locality eq \"x\""#, count: comparisons).joined(separator: " or ")
            let entry = #"{"op":"remove","path":"addresses[\#(filter)]"}"#
            let body = try AttributeValue.json(
                #"{"schemas":["PATCHOP"],"Operations":[\#(Array(repeating: entry, count: operations).joined(separator: ","))]}"#
            )
            return try Modification.patch(PatchOperation.operations(reading: body, for: .user))
                .applied(to: user, of: .user)
        }
        let many = (0..<1_000).map { #"{"locality":"l\#($0)","type":"work"}"# }
        #expect(refusal { try change(40, 25, many) }?.code == .tooMany)
        #expect(refusal { try change(1, 100, many) }?.code == .tooMany)
        #expect(try change(1, 25, many)["addresses"]?.array?.count == 1_000)
        #expect(try change(40, 1, many)["addresses"]?.array?.count == 1_000)
        // One operation that compares each value twice may look at everything, however large.
        let large = (0..<100).map { #"{"locality":"\#($0)\#(String(repeating: "ä", count: 30_000))"}"# }
        #expect(try change(1, 2, large)["addresses"]?.array?.count == 100)
        #expect(refusal { try change(1, 3, large) }?.code == .tooMany)
        #expect(try change(40, 25, Array(many.prefix(3)))["addresses"]?.array?.count == 3)
    }

    @Test("do not find out what is never returned", .shows("7643-7-e"))
    func oracle() throws {
        let type = ResourceType(
            name: "Thing", endpoint: "/Things",
            schema: Schema(
                id: "urn:example:thing", name: "Thing",
                attributes: [
                    .init(
                        "secrets", .complex, multiValued: true, returned: .never,
                        subAttributes: [.init("value"), .init("note")])
                ]))
        let body = try AttributeValue.json(
            #"{"schemas":["PATCHOP"],"Operations":[{"op":"add","path":"secrets[value eq \"x\"].note","value":"n"}]}"#)
        #expect(refusal { try PatchOperation.operations(reading: body, for: type) }?.code == .sensitive)
    }

    @Test("are applied or refused, wherever they are cut off", arguments: bodies)
    func prefixes(_ body: String) throws {
        let bytes = try AttributeValue.json(body).json.utf8
        for end in 0...bytes.count { attempt(bytes.prefix(end)) }
    }

    @Test("are applied or refused, whatever is mixed in", arguments: bodies)
    func noise(_ body: String) throws {
        var generator = SeededGenerator(seed: 21)
        let bytes = Array(try AttributeValue.json(body).json.utf8)
        let pieces = [
            "[", "]", "{}", "null", "\"\"", "\"", ",", "1e9", "[[]]", "\\", ".", ":", "value", "type", "primary", " ",
            "\u{e9}",
        ].map { Array($0.utf8) }
        for _ in 0..<3_000 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let start = Int.random(in: changed.indices, using: &generator)
                let end = min(changed.count, start + Int.random(in: 0...4, using: &generator))
                changed.replaceSubrange(start..<end, with: pieces.randomElement(using: &generator) ?? [])
            }
            attempt(changed)
        }
    }

    @Test("with values of any kind anywhere are applied or refused")
    func kinds() throws {
        let values = [
            "null", "true", "\"x\"", "\"\"", "7", "1.5", "[]", "{}", "[null]", "[[\"x\"]]", "[{}]", #"{"value":{}}"#,
            #"{"value":[]}"#, #"[{"value":null}]"#, #"{"$ref":""}"#, #"{"$ref":"/"}"#, #"["a","a"]"#,
        ]
        let paths = [
            "title", "active", "name", "name.givenName", "emails", "emails.value", "emails.primary",
            #"emails[type eq \"work\"]"#, #"emails[type eq \"work\"].value"#, #"emails[primary eq true].primary"#,
            "addresses", "photos", "x509Certificates", "ENT", "ENT:department", "ENT:manager", "manager.$ref",
            "manager.value", "externalId", "userName",
        ]
        for path in paths {
            for value in values {
                for op in ["add", "replace", "remove"] {
                    let operation =
                        #"{"schemas":["PATCHOP"],"Operations":[{"op":"\#(op)","path":"\#(path)","value":\#(value)}]}"#
                    attempt(
                        try AttributeValue.json(operation).json.replacing("ENT", with: Schema.enterpriseUser.id).utf8)
                }
            }
        }
    }

    @Test("with too many comparisons are read no further than to the one that is too much")
    func comparisons() throws {
        let path = "emails[" + String(repeating: "value pr or ", count: 90) + "value pr].value"
        let long: AttributeValue = ["op": "replace", "path": .string(path), "value": "x"]
        let unknown: AttributeValue = ["op": "replace", "path": "shoe", "value": "x"]
        func code(_ operations: [AttributeValue]) -> SCIMError.Code? {
            let body: AttributeValue = ["schemas": [.string(MessageURI.patchOp)], "Operations": .array(operations)]
            return refusal { try PatchOperation.operations(reading: body, for: .user) }?.code
        }
        #expect(code(Array(repeating: long, count: 11) + [unknown]) == .tooMany)
        #expect(code(Array(repeating: long, count: 10) + [unknown]) == .invalidPath)
        #expect(code(Array(repeating: long, count: 10)) == nil)
    }

    /// What is applied leaves a resource that can be validated again and stays as it is.
    private func attempt(_ bytes: some Collection<UInt8>) {
        guard let body = try? JSONReader.read(bytes) else { return }
        for (type, text) in [
            (
                ResourceType.user,
                #"{"userName":"u","emails":[{"value":"a","type":"work","primary":true},{"value":"b"}],"ENT":{"manager":{"value":"m"}}}"#
            ),
            (.group, #"{"displayName":"g","members":[{"value":"a"},{"value":"c","type":"User"}]}"#),
        ] {
            guard let before = try? Attributes.json(text),
                let operations = try? PatchOperation.operations(reading: body, for: type),
                let after = try? Modification.patch(operations).applied(to: before, of: type)
            else { continue }
            let echo = Attributes(uniqueNames: [(.schemas, [.string(type.schema.id)])] + after)
            #expect(refusal { try Draft(validating: .complex(echo), as: type) } == nil, "\(body.json)")
            guard let draft = try? Draft(validating: .complex(echo), as: type) else { continue }
            #expect(draft.attributes == after, "\(body.json): \(AttributeValue.complex(after).json)")
        }
    }
}
