import SCIM
import Testing

@Suite("Values and PATCH paths made to exhaust the provider are refused")
struct ValueLimitTests {
    private func user(_ attributes: Attributes) -> AttributeValue {
        var body: Attributes = [.schemas: [.string(Schema.user.id)], .userName: "a"]
        for (name, value) in attributes { body[name] = value }
        return .complex(body)
    }

    private func emails(_ count: Int) -> AttributeValue {
        .array((0..<count).map { ["value": .string("e\($0)@example.com")] })
    }

    @Test("strings, unique strings, and the number of values")
    func values() throws {
        for (attributes, place) in [
            ([.userName: .string(String(repeating: "u", count: 1_025))], "userName"),
            ([.displayName: .string(String(repeating: "d", count: 65_537))], "displayName"),
            (["emails": emails(1_001)], "emails"),
        ] as [(Attributes, String)] {
            let error = #expect(throws: SCIMError.self) { try Draft(validating: user(attributes), as: .user) }
            #expect(error?.code == .invalidValue)
            #expect(error?.detail.contains(place) == true)
        }
        _ = try Draft(validating: user(["emails": emails(1_000)]), as: .user)
    }

    @Test("a photo may be a data URI, larger than any other URI or text", arguments: ["data:", "DATA:"])
    func photos(scheme: String) throws {
        func photo(_ bytes: Int, _ head: String) -> AttributeValue {
            user(["photos": [["value": .string(head + String(repeating: "A", count: bytes - head.utf8.count))]]])
        }
        let head = "\(scheme)image/png;base64,"
        let draft = try Draft(validating: photo(262_144, head), as: .user)
        let value = try #require(draft.attributes["photos"]?.values.first?[.value]?.string)
        #expect(value.utf8.count == 262_144)
        let replace = try operations([["op": "replace", "path": "photos[value pr].value", "value": .string(value)]])
        _ = try Modification.patch(replace).applied(to: draft.attributes, of: .user)
        for (bytes, head, limit) in [(262_145, head, 262_144), (65_537, "https://example.com/", 65_536)] {
            #expect(throws: SCIMError(.invalidValue, "'photos[0].value' is longer than \(limit) bytes")) {
                try Draft(validating: photo(bytes, head), as: .user)
            }
        }
        let text = user(["displayName": .string(head + String(repeating: "A", count: 65_536))])
        #expect(throws: SCIMError.self) { try Draft(validating: text, as: .user) }
    }

    @Test("the path of a PATCH is as long as its body lets it be, and has no more comparisons for that")
    func paths() throws {
        func path(_ comparisons: Int, _ bytes: Int) -> AttributeValue {
            let text = String(repeating: "x", count: bytes)
            let filter = (0..<comparisons).map { "value eq \"\(text)\($0)\"" }.joined(separator: " or ")
            return ["op": "remove", "path": .string("emails[\(filter)]")]
        }
        #expect(try operations([path(100, 5_000)]).count == 1)
        #expect(throws: SCIMError.self) { try operations([path(101, 10)]) }
        let deep = String(repeating: "(", count: 21) + "value pr" + String(repeating: ")", count: 21)
        #expect(throws: SCIMError.self) { try operations([["op": "remove", "path": .string("emails[\(deep)]")]]) }
        for long in [
            "\(String(repeating: "y", count: 500_000))", "emails[type pr].\(String(repeating: "y", count: 500_000))",
        ] {
            let error = #expect(throws: SCIMError.self) { try operations([["op": "remove", "path": .string(long)]]) }
            #expect(error?.code == .invalidPath && (error?.detail.utf8.count ?? .max) < 1_000)
        }
    }

    @Test("a PATCH cannot add beyond the number of values, nor search without end")
    func patch() throws {
        let draft = try Draft(validating: user(["emails": emails(1_000)]), as: .user)
        let add = try operations([["op": "add", "path": "emails", "value": ["value": "more@example.com"]]])
        #expect(throws: SCIMError(.invalidValue, "Operations[0]: 'emails' has more than 1000 values")) {
            try Modification.patch(add).applied(to: draft.attributes, of: .user)
        }
        let filter = (0..<100).map { "value co \"\($0)\"" }.joined(separator: " or ")
        let heavy: AttributeValue = ["op": "remove", "path": .string("emails[\(filter)]")]
        _ = try operations(Array(repeating: heavy, count: 10))
        let error = #expect(throws: SCIMError.self) { try operations(Array(repeating: heavy, count: 11)) }
        #expect(error?.code == .tooMany)
    }

    @Test("a run of combining marks that no language needs, raw and escaped")
    func marks() throws {
        let pair = "\u{301}\u{316}"
        _ = try JSONReader.read(Array("\"a\(String(repeating: pair, count: 15))b\"".utf8))
        let escaped = String(repeating: "\\u0301\\u0316", count: 16)
        for text in ["\"a\(String(repeating: pair, count: 16))\"", "\"a\(escaped)\""] {
            let error = #expect(throws: SCIMError.self) { try JSONReader.read(Array(text.utf8)) }
            #expect(error?.code == .invalidSyntax)
        }
    }

    private func operations(_ entries: [AttributeValue]) throws -> [PatchOperation] {
        try PatchOperation.operations(
            reading: ["schemas": [.string(MessageURI.patchOp)], "Operations": .array(entries)], for: .user)
    }
}
