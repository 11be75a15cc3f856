import Testing

@testable import SCIM

@Suite("Packed attributes")
struct PackedAttributesTests {
    private func check(_ attributes: Attributes, of type: ResourceType = .user) {
        let packed = PackedAttributes(attributes, of: type)
        #expect(packed.attributes == attributes)
        #expect(Array(packed.json) == attributes.jsonBytes)
        for (name, value) in attributes {
            #expect(packed[name] == value)
            #expect(packed[AttributeName(name.text.uppercased())] == attributes[AttributeName(name.text.uppercased())])
            for (part, inner) in value.attributes ?? [:] {
                #expect(packed.withValue(of: part, in: name) { $0?.value } == inner)
            }
        }
        #expect(packed["nothing"] == nil)
        #expect(packed.withValue(of: "nothing", in: attributes.first?.name) { $0?.value } == nil)
    }

    @Test("hold what was packed, as a whole and one by one", arguments: 0..<4)
    func random(seed: UInt64) {
        var random = RandomUsers(generator: SeededGenerator(seed: 300 + seed))
        for number in 0..<200 { check(random.user(number).attributes) }
    }

    @Test("hold names and texts of every kind")
    func names() {
        check([:])
        check(["a\"b": 1, "a\\b": "c\\\"d", "ü": ["é": [1, true, "x"]], "\n": .null, "": false])
        check([
            "deep": .array([.array([.complex(["a": .array([])]), "]}", "{["])]), "last": "\u{1F469}\u{200D}\u{1F467}",
        ])
    }

    @Test("find members where no table can be made: beyond 64 KiB, and beyond as many members as a byte counts")
    func large() {
        check(["first": .string(String(repeating: "x", count: 70_000)), "second": ["a": 1], "third": true])
        var many = Attributes()
        for number in 0..<700 { many[AttributeName("attribute\(number)")] = .number(Number(number)) }
        check(many)
    }

    @Test("tell whether two have the same value without taking it apart")
    func sameness() {
        let one = PackedAttributes([.userName: "ann", "emails": [["value": "a"]]], of: .user)
        let other = PackedAttributes(["EMAILS": [["value": "a"]], .userName: "bea"], of: .user)
        #expect(one.hasSame("emails", as: other))
        #expect(!one.hasSame(.userName, as: other))
        #expect(one.hasSame("title", as: other))
    }

    @Test("are answered as the tree is answered", arguments: 0..<4)
    func answers(seed: UInt64) throws {
        var random = RandomUsers(generator: SeededGenerator(seed: 500 + seed))
        var presentable = 0
        for number in 0..<200 {
            let tree = random.user(number)
            let packed = Resource(
                type: tree.type, id: tree.id, version: tree.version, created: tree.created,
                lastModified: tree.lastModified, attributes: PackedAttributes(tree.attributes, of: tree.type))
            if packed.presentable != nil { presentable += 1 }
            #expect(packed.schemas == tree.schemas)
            func body(_ resource: Resource) throws -> AttributeValue {
                var writer = JSONWriter()
                Representation(resource, groups: [], selecting: .byDefault, baseURL: "https://a", types: [.user])
                    .write(to: &writer)
                return try JSONReader.read(writer.finish())
            }
            #expect(try body(packed) == body(tree))
        }
        #expect(presentable > 20 && presentable < 180)
    }

    @Test("damaged bytes are read without a trap")
    func damage() {
        var generator = SeededGenerator(seed: 7)
        var random = RandomUsers(generator: SeededGenerator(seed: 8))
        for number in 0..<300 {
            var bytes = random.user(number).attributes.jsonBytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
                    Array("\"{}[],:\\ua".utf8).randomElement(
                        using: &generator) ?? 0
            }
            let length = Int.random(in: 0...bytes.count, using: &generator)
            let packed = bytes[..<length].withUnsafeBufferPointer {
                PackedAttributes(trusted: JSONSlice($0), of: .user)
            }
            _ = packed.attributes
            for name in ["userName", "emails", "name", Schema.enterpriseUser.id] {
                _ = packed[AttributeName(name)]
                _ = packed.withValue(of: "value", in: AttributeName(name)) { $0?.string }
            }
        }
    }
}
