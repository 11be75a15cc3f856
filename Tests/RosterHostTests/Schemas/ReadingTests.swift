import ConformanceLedger
import RosterCore
import SCIM
import Testing

@Suite("Schemas and resource types from the configuration — what is read")
struct ReadingTests {
    @Test("nothing leaves the built-in types as they are")
    func nothing() throws {
        let (types, problems) = try readTypes("")
        #expect(problems.isEmpty)
        #expect(types.map(\.name) == ["User", "Group"])
        #expect(types[0].extensions.map(\.schema.id) == [Schema.enterpriseUser.id])
    }

    @Test("a bare attribute has the defaults of the RFC", .shows("7643-2.2-a"))
    func defaults() throws {
        let (definition, problems) = try readAttribute("name: bare")
        #expect(problems.isEmpty)
        #expect(definition == AttributeDefinition("bare"))
        #expect(definition?.type == .string && definition?.mutability == .readWrite)
        #expect(definition?.isCaseExact == false && definition?.uniqueness == AttributeDefinition.Uniqueness.none)
    }

    @Test(
        "every characteristic is read",
        arguments: [
            (
                "name: a, description: What, required: true, case-exact: true, canonical-values: [x, y], uniqueness: server",
                AttributeDefinition(
                    "a", description: "What", required: true, caseExact: true, uniqueness: .server,
                    canonicalValues: ["x", "y"])
            ),
            (
                "name: b, type: integer, mutability: immutable, returned: request, uniqueness: global",
                AttributeDefinition(
                    "b", .integer, mutability: .immutable, returned: .request, uniqueness: .global)
            ),
            (
                "name: c, type: reference, multi-valued: true, reference-types: [Thing, User, external, uri]",
                AttributeDefinition(
                    "c", .reference, multiValued: true, caseExact: true,
                    referenceTypes: ["Thing", "User", "external", "uri"])
            ),
            ("name: d, type: binary", AttributeDefinition("d", .binary, caseExact: true)),
            (
                "name: e, mutability: writeOnly",
                AttributeDefinition("e", mutability: .writeOnly, returned: .never)
            ),
            (
                "name: f, type: complex, mutability: readOnly, sub-attributes: [ { name: value }, { name: $ref, type: reference, reference-types: [Group] } ]",
                AttributeDefinition(
                    "f", .complex, mutability: .readOnly,
                    subAttributes: [
                        AttributeDefinition("value", mutability: .readOnly),
                        AttributeDefinition(
                            "$ref", .reference, caseExact: true, mutability: .readOnly, referenceTypes: ["Group"]),
                    ])
            ),
        ])
    func characteristics(_ text: String, _ expected: AttributeDefinition) throws {
        let (definition, problems) = try readAttribute(text)
        #expect(problems.isEmpty)
        #expect(definition == expected)
    }

    @Test("types are extended and made", .shows("7643-6-a", "7643-6-b"))
    func types() throws {
        let (types, problems) = try readTypes(
            """
            schemas:
              - { id: "urn:example:badge", name: Badge, description: B, attributes: [ { name: number } ] }
              - { id: "urn:example:thing", name: Thing, attributes: [ { name: label } ] }
            resource-types:
              - name: User
                extensions:
                  - { schema: "URN:EXAMPLE:badge", required: true }
                  - { schema: "\(Schema.enterpriseUser.id)", required: true }
              - { name: Thing, endpoint: /Things, description: T, schema: "urn:example:thing", extensions: [ { schema: "urn:example:badge" } ] }
            """)
        #expect(problems.isEmpty)
        #expect(types.map(\.name) == ["User", "Group", "Thing"])
        #expect(types[0].extensions.map(\.schema.id) == [Schema.enterpriseUser.id, "urn:example:badge"])
        #expect(types[0].extensions.map(\.isRequired) == [true, true])
        #expect(types[2].endpoint == "/Things" && types[2].description == "T")
        #expect(types[2].schema.attributes.map(\.name) == ["label"])
        #expect(types[2].extensions.map(\.isRequired) == [false])
    }
}
