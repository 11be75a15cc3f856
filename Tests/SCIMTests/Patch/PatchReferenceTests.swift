import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.5.2 — random PATCHes over random users")
struct PatchReferenceTests {
    @Test(
        "do what a slow and obvious evaluator does, all or none",
        .shows("7644-3.5.2-h", "7644-3.5.2-j", "7643-2.4-b"), arguments: 0..<8)
    func agreement(seed: UInt64) throws {
        var random = RandomOperations(generator: SeededGenerator(seed: 500 + seed))
        var applied = 0, refused = 0
        for round in 0..<120 {
            var attributes: Attributes = [.userName: "u"]
            var reference = ReferencePatch()
            for _ in 0..<6 {
                let steps = (0..<Int.random(in: 1...4, using: &random.generator)).map { _ in random.next() }
                let messages = steps.map { $0.message(withPath: random.chance(60)) }
                let body: AttributeValue = ["schemas": [.string(MessageURI.patchOp)], "Operations": .array(messages)]
                let before = AttributeValue.complex(attributes).json
                var expected: ReferencePatch? = reference
                do { for step in steps { try expected?.apply(step) } } catch { expected = nil }
                let change = Modification.patch(try PatchOperation.operations(reading: body, for: .user))
                do {
                    attributes = try change.applied(to: attributes, of: .user)
                    reference = expected ?? reference
                    applied += 1
                } catch {
                    #expect(error.code == .noTarget && expected == nil, "seed \(seed), round \(round): \(error.detail)")
                    refused += 1
                }
                // After a refusal both are as they were before.
                guard attributes == reference.attributes else {
                    let found = AttributeValue.complex(attributes).json
                    let wanted = AttributeValue.complex(reference.attributes).json
                    Issue.record("seed \(seed), round \(round): \(body.json) on \(before): \(found), not \(wanted)")
                    return
                }
            }
        }
        #expect(applied > 100 && refused > 20)
    }

    @Test(
        "never leave two values of one type, nor two that are primary", .shows("7643-2.4-b", "7643-2.4-a"),
        arguments: 0..<4)
    func sameness(seed: UInt64) throws {
        var random = RandomOperations(generator: SeededGenerator(seed: 900 + seed))
        var attributes: Attributes = [.userName: "u"]
        for _ in 0..<600 {
            let body: AttributeValue = [
                "schemas": [.string(MessageURI.patchOp)], "Operations": [random.next().message(withPath: true)],
            ]
            let change = Modification.patch(try PatchOperation.operations(reading: body, for: .user))
            guard let after = try? change.applied(to: attributes, of: .user) else { continue }
            for name in ["emails", "roles"] as [AttributeName] {
                let values = after[name]?.values ?? []
                let pairs = values.filter { $0[.value] != nil }.map { [$0[.value] ?? .null, $0[.type] ?? .null] }
                #expect(Set(pairs).count == pairs.count, "seed \(seed): \(body.json)")
                #expect(values.count { $0[.primary] == true } <= 1, "seed \(seed): \(body.json)")
            }
            attributes = after
        }
    }

    @Test(
        "unite values that have become the same, in the place of the first", .shows("7643-2.4-b"),
        arguments: [
            (
                #"[{"value":"a","type":"work"},{"value":"b"},{"value":"a","type":"home"}]"#,
                #"{"op":"replace","path":"emails[type eq \"home\"].type","value":"work"}"#,
                #"[{"value":"a","type":"work"},{"value":"b"}]"#
            ),
            (
                #"[{"value":"a","primary":true},{"value":"b","display":"B"}]"#,
                #"{"op":"replace","path":"emails[value eq \"b\"].value","value":"a"}"#,
                #"[{"value":"a","primary":true,"display":"B"}]"#
            ),
            (
                #"[{"value":"a","primary":true},{"value":"b","primary":false}]"#,
                #"{"op":"replace","path":"emails.value","value":"c"}"#, #"[{"value":"c","primary":true}]"#
            ),
            (
                #"[{"value":"a","type":"work"},{"value":"a","type":"home"}]"#, #"{"op":"remove","path":"emails.type"}"#,
                #"[{"value":"a"}]"#
            ),
            (
                #"[{"value":"a","type":"home"}]"#,
                #"{"op":"add","path":"emails[type eq \"work\"]","value":{"type":"home","value":"a","display":"A"}}"#,
                #"[{"value":"a","type":"home","display":"A"}]"#
            ),
        ])
    func uniting(_ before: String, operation: String, after: String) {
        expectPatch(
            #"{"userName":"u","emails":\#(before)}"#, "[\(operation)]", gives: #"{"userName":"u","emails":\#(after)}"#)
    }

    @Test("unite simple values as well")
    func simple() {
        expectPatch(
            #"{"serial":"s","labels":["a","b"]}"#, #"[{"op":"replace","path":"labels[value eq \"b\"]","value":"a"}]"#,
            gives: #"{"serial":"s","labels":["a"]}"#, of: .device)
    }
}
