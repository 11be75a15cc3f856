import ConformanceLedger
import Testing

@testable import SCIM

@Suite("RFC 7643 §7 — which values are unique")
struct UniquenessTests {
    private let type = ResourceType(
        name: "Thing", endpoint: "/Things",
        schema: Schema(
            id: "urn:example:thing", name: "Thing",
            attributes: [
                .init("folded", uniqueness: .server), .init("exact", caseExact: true, uniqueness: .server),
                .init("count", .integer, uniqueness: .server), .init("weight", .decimal, uniqueness: .server),
                .init("page", .reference, uniqueness: .server, referenceTypes: ["external"]),
                .init("tags", multiValued: true, uniqueness: .server), .init("free"),
            ]),
        extensions: [
            .init(
                Schema(
                    id: "urn:example:more", name: "More",
                    attributes: [
                        .init("folded", uniqueness: .global),
                        .init(
                            "keys", .complex, multiValued: true,
                            subAttributes: [.init("value", uniqueness: .server), .init("type")]),
                    ]))
        ])

    @Test(
        "equal values have one text",
        arguments: [
            (["folded": "AbC"], "folded=abc"), (["exact": "AbC"], "exact=AbC"), (["count": -7], "count=-7"),
            (["weight": .number(1.5)], "weight=1.5"), (["weight": 3], "weight=3"),
            (["weight": .number(3.0)], "weight=3"), (["page": "https://A/b"], "page=https://A/b"),
            (["tags": ["A", "b"]], "tags=a tags=b"), (["free": "x"], ""), (["count": "7"], ""),
            (["urn:example:more": ["folded": "X"]], "folded=x"),
            (
                ["urn:example:more": ["keys": [["value": "K1"], ["type": "y"], ["value": "k2"]]]],
                "urn:example:more:keys.value=k1 urn:example:more:keys.value=k2"
            ),
        ] as [(Attributes, String)])
    func values(_ attributes: Attributes, _ expected: String) {
        let found = type.uniqueValues(in: attributes).map { "\($0.path)=\($0.value)" }
        #expect(found.joined(separator: " ") == expected)
    }

    @Test("packed attributes have the texts that the tree has, at every place", arguments: 0..<4)
    func packed(seed: UInt64) {
        let places = [ResourceType.user, type].flatMap { ResourceType.paths(of: $0.schema, $0.extensions) }
        var random = RandomUsers(generator: SeededGenerator(seed: 700 + seed))
        let odd: [Attributes] = [
            [
                "tags": ["A", .null, "é", ["x"], true],
                "emails": ["bare@example.com", ["VALUE": "Ü"], ["value": ["a", "B"]]],
            ],
            ["tags": .null, "count": "7", "weight": .array([1, 2]), "emails": ["value": "alone"], "name": "bare"],
            ["urn:example:more": ["keys": [["value": "\"\\\n"], "bare", ["value": .null], [:]]], "emails": []],
        ]
        for attributes in odd + (0..<100).map({ random.user($0).attributes }) {
            let packed = PackedAttributes(attributes, of: .user)
            for place in places {
                var texts: [String] = [], expected: [String] = []
                place.visitComparableTexts(in: packed) { texts.append($0) }
                place.visitComparableTexts(in: attributes) { expected.append($0) }
                #expect(texts == expected, "\(place.path) of \(attributes)")
            }
        }
    }

    @Test("a value that is globally unique is so for all types that have the schema", .shows("7643-7-f"))
    func scopes() throws {
        let other = ResourceType(
            name: "Other", endpoint: "/Others", schema: .group, extensions: type.extensions)
        let attributes: Attributes = ["urn:example:more": ["folded": "X"], "folded": "x"]
        #expect(type.uniqueValues(in: attributes).last == other.uniqueValues(in: attributes).last)
        #expect(type.uniqueValues(in: attributes).first?.scope == .type(type))
        let error = SCIMError.taken(try #require(type.uniqueValues(in: attributes).last))
        #expect(error.code == .uniqueness)
        #expect(error.detail == "'urn:example:more:folded' is taken: another resource has this value")
    }

    @Test("a schema that is the base of one type and an extension of another has one set of unique values")
    func baseAndExtension() {
        let schema = Schema(
            id: "urn:example:asset", name: "Asset", attributes: [.init("serial", uniqueness: .global)])
        let base = ResourceType(name: "Asset", endpoint: "/Assets", schema: schema)
        let extended = ResourceType(name: "User", endpoint: "/Users", schema: .user, extensions: [.init(schema)])
        let values = extended.uniqueValues(in: ["userName": "u", "urn:example:asset": ["serial": "S1"]])
        #expect(values.contains(base.uniqueValues(in: ["serial": "s1"])[0]))
    }
}

extension AttributeValue {
    /// A number with a fraction.
    fileprivate static func number(_ value: Double) -> AttributeValue {
        (try? JSONReader.read(Array("\(value)".utf8))) ?? .null
    }
}
