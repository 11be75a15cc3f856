import ConformanceLedger
import RosterCore
import SCIM
import Testing

@Suite("Schemas and resource types from the configuration — what is refused, and where")
struct RefusalTests {
    private static let reference =
        "an attribute of type reference needs 'reference-types': names of resource types, 'external' or 'uri'"

    @Test(
        "attributes", .shows("7643-2.1-b", "7643-2.3.8-b"),
        arguments: [
            (
                "name: 1st",
                "15: error: the name of an attribute is a letter and then letters, digits, '-', '_' or '$', not '1st'"
            ),
            (
                "name: $ref",
                "15: error: the name of an attribute is a letter and then letters, digits, '-', '_' or '$', not '$ref'"
            ),
            ("name: ID", "15: error: every resource has 'ID' already; it cannot be defined again"),
            ("name: externalId", "15: error: every resource has 'externalId' already; it cannot be defined again"),
            ("name: meta", "15: error: every resource has 'meta' already; it cannot be defined again"),
            ("name: schemas", "15: error: every resource has 'schemas' already; it cannot be defined again"),
            (
                "name: a, type: sting",
                "24: error: 'type' must be one of string, boolean, decimal, integer, dateTime, binary, reference, complex, not 'sting'; did you mean 'string'?"
            ),
            (
                "name: a, mutability: readonly",
                "30: error: 'mutability' must be one of readOnly, readWrite, immutable, writeOnly, not 'readonly'; did you mean 'readOnly'?"
            ),
            (
                "name: a, returned: allways",
                "28: error: 'returned' must be one of always, never, default, request, not 'allways'; did you mean 'always'?"
            ),
            (
                "name: a, uniqueness: yes",
                "30: error: 'uniqueness' must be one of none, server, global, not 'yes'"
            ),
            ("name: a, multivalued: true", "18: error: unknown key 'multivalued'; did you mean 'multi-valued'?"),
            ("type: integer", "7: error: 'name' is missing"),
            ("name: a, type: complex", "24: error: an attribute of type complex needs 'sub-attributes'"),
            (
                "name: a, type: complex, sub-attributes: []",
                "49: error: an attribute of type complex needs at least one sub-attribute"
            ),
            (
                "name: a, sub-attributes: [ { name: b } ]",
                "34: error: only an attribute of type complex has sub-attributes"
            ),
            (
                "name: a, type: complex, sub-attributes: [ { name: b, type: complex, sub-attributes: [ { name: c } ] } ]",
                "68: error: a sub-attribute cannot be complex"
            ),
            (
                "name: a, type: complex, sub-attributes: [ { name: b }, { name: B } ]",
                "72: error: 'B' is there already; letter case makes no difference"
            ),
            (
                "name: a, type: boolean, uniqueness: server",
                "45: error: values of type boolean cannot be unique; did you mean 'none'?"
            ),
            (
                "name: a, type: complex, uniqueness: global, sub-attributes: [ { name: b } ]",
                "45: error: values of type complex cannot be unique; did you mean 'none'?"
            ),
            (
                "name: a, required: true, mutability: writeOnly",
                "28: error: what is writeOnly cannot be required: whoever writes back what was read does not have it"
            ),
            (
                "name: a, returned: always, mutability: writeOnly",
                "28: error: what is writeOnly is never returned; did you mean 'never'?"
            ),
            (
                "name: a, uniqueness: server, mutability: writeOnly",
                "30: error: what is writeOnly cannot be unique: a refusal would tell that somebody has the value; did you mean 'none'?"
            ),
            ("name: a, type: reference", "24: error: \(reference)"),
            ("name: a, type: reference, reference-types: []", "52: error: \(reference)"),
            (
                "name: a, type: reference, reference-types: [User, Thng]",
                "59: error: unknown resource type 'Thng'; known here: User, Group, Thing, external, uri; did you mean 'Thing'?"
            ),
            (
                "name: a, type: complex, sub-attributes: [ { name: value }, { name: $ref } ]",
                "76: error: '$ref' is of type reference"
            ),
            (
                "name: a, type: complex, sub-attributes: [ { name: value }, { name: $ref, type: reference, reference-types: [User, Group] } ]",
                "49: error: a '$ref' to several resource types needs a sub-attribute 'type', a string that says which one it is"
            ),
            (
                "name: groups, type: complex, sub-attributes: [ { name: value }, { name: $ref, type: reference, reference-types: [Group] } ]",
                "5:47: error: its attribute 'groups' follows from the members of groups: it must be multi-valued and readOnly"
            ),
        ])
    func attributes(_ text: String, _ problem: String) throws {
        let isElsewhere = problem.prefix { $0 != " " }.filter { $0 == ":" }.count > 1
        #expect(try readAttribute(text).problems == [isElsewhere ? "c:\(problem)" : "c:3:\(problem)"])
    }

    private static let urn =
        "the id of a schema is a URN such as 'urn:example:params:scim:schemas:extension:badge:2.0:User'"

    @Test(
        "schemas",
        arguments: [
            ("id: badge, name: B, attributes: [ { name: a } ]", "2:11: error: \(urn), not 'badge'"),
            (
                "id: \"https://example.com/a\", name: B, attributes: [ { name: a } ]",
                "2:11: error: \(urn), not 'https://example.com/a'"
            ),
            (
                "id: \"urn:ietf:params:scim:schemas:core:2.0:USER\", name: B, attributes: [ { name: a } ]",
                "2:11: error: the schema 'urn:ietf:params:scim:schemas:core:2.0:USER' is built in; give yours another id"
            ),
            (
                "id: \"urn:example:A\", name: B, attributes: [ { name: a } ]",
                "2:11: error: the schema 'urn:example:A' is declared already"
            ),
            (
                "id: \"urn:example:b\", name: B, attributes: [ { name: a } ]",
                "2:11: error: no resource type uses this schema; name it under 'resource-types' as 'schema' or extension"
            ),
            ("name: B, attributes: [ { name: a } ]", "2:5: error: 'id' is missing"),
            ("id: \"urn:example:c\", attributes: [ { name: a } ]", "2:5: error: 'name' is missing"),
            ("id: \"urn:example:c\", name: C", "2:5: error: 'attributes' is missing"),
            ("id: \"urn:example:c\", name: C, attributes: []", "2:49: error: a schema needs at least one attribute"),
            (
                "id: \"urn:example:c\", name: C, attributes: [ { name: a }, { name: A } ]",
                "2:72: error: 'A' is there already; letter case makes no difference"
            ),
            (
                "id: \"urn:example:c\", name: C, attributes: [ a ]",
                "2:51: error: item 1 of 'attributes' must be a mapping, not a single value"
            ),
        ])
    func schemas(_ item: String, _ problem: String) throws {
        // The other schema stands behind, so that a second declaration is found at the first place of the list.
        let isDuplicate = problem.contains("declared already")
        let other = "  - { id: \"urn:example:a\", name: A, attributes: [ { name: a } ] }"
        let uses =
            "resource-types:\n  - { name: T, endpoint: /T, schema: \"urn:example:a\", extensions: [ { schema: \"urn:example:c\" } ] }"
        let (_, problems) = try readTypes(
            isDuplicate
                ? "schemas:\n\(other)\n  - { \(item) }\n\(uses)" : "schemas:\n  - { \(item) }\n\(other)\n\(uses)")
        let expected = "c:" + (isDuplicate ? problem.replacing("2:11", with: "3:11") : problem)
        #expect(problems.filter { !$0.contains("no schema 'urn:example:c'") } == [expected])
    }

    @Test(
        "resource types",
        arguments: [
            ("name: T, schema: \"urn:example:a\"", "4:5: error: 'endpoint' is missing"),
            ("name: T, endpoint: /T", "4:5: error: 'schema' is missing"),
            ("endpoint: /T, schema: \"urn:example:a\"", "4:5: error: 'name' is missing"),
            (
                "name: T T, endpoint: /T, schema: \"urn:example:a\"",
                "4:13: error: the name of a resource type is a letter and then letters, digits, '-' or '_', not 'T T'"
            ),
            ("name: Schema, endpoint: /T, schema: \"urn:example:a\"", "4:13: error: the name 'Schema' is taken"),
            ("name: thing, endpoint: /T, schema: \"urn:example:a\"", "4:13: error: the name 'thing' is taken"),
            (
                "name: user, extensions: [ { schema: \"urn:example:a\" } ]",
                "4:13: error: the name 'user' is taken; did you mean 'User'?"
            ),
            (
                "name: Group, endpoint: /Groups",
                "4:20: error: unknown key 'endpoint'; known here: name, extensions"
            ),
            (
                "name: T, endpoint: Ts, schema: \"urn:example:a\"",
                "4:26: error: an endpoint is '/', a letter, and then letters, digits, '-' or '_', not 'Ts'; did you mean '/Ts'?"
            ),
            (
                "name: T, endpoint: /a/b, schema: \"urn:example:a\"",
                "4:26: error: an endpoint is '/', a letter, and then letters, digits, '-' or '_', not '/a/b'"
            ),
            (
                "name: T, endpoint: /.search, schema: \"urn:example:a\"",
                "4:26: error: an endpoint is '/', a letter, and then letters, digits, '-' or '_', not '/.search'"
            ),
            (
                "name: T, endpoint: /T, schema: \"urn:example:aa\"",
                "4:38: error: no schema 'urn:example:aa' is declared under 'schemas'; did you mean 'urn:example:a'?"
            ),
            (
                "name: T, endpoint: /T, schema: \"urn:ietf:params:scim:schemas:core:2.0:Group\"",
                "4:38: error: 'urn:ietf:params:scim:schemas:core:2.0:Group' is the schema of 'Group'; declare one of your own"
            ),
            (
                "name: T, endpoint: /T, schema: \"urn:example:a\", extensions: [ { schema: \"urn:example:A\" } ]",
                "4:79: error: 'urn:example:A' is the schema of the type itself"
            ),
            (
                "name: Group, extensions: [ { schema: \"urn:example:a\" }, { schema: \"urn:example:a\" } ]",
                "4:73: error: 'urn:example:a' extends this type already"
            ),
            (
                "name: Group, extensions: [ { schema: \"urn:example:a\", requird: true } ]",
                "4:61: error: unknown key 'requird'; did you mean 'required'?"
            ),
        ])
    func resourceTypes(_ item: String, _ problem: String) throws {
        let (_, problems) = try readTypes(
            """
            schemas: [ { id: "urn:example:a", name: A, attributes: [ { name: a } ] } ]
            resource-types:
              - { name: Thing, endpoint: /Things, schema: "urn:example:a" }
              - { \(item) }
            """)
        #expect(problems == ["c:\(problem)"])
    }

    @Test(
        "endpoints that are taken, whatever their letter case",
        arguments: [
            "/users", "/Groups", "/things", "/Schemas", "/schema", "/ResourceTypes", "/ServiceProviderConfig", "/bulk",
            "/Me", "/v2",
        ])
    func endpoints(_ endpoint: String) throws {
        let (_, problems) = try readTypes(
            """
            schemas: [ { id: "urn:example:a", name: A, attributes: [ { name: a } ] } ]
            resource-types:
              - { name: Thing, endpoint: /Things, schema: "urn:example:a" }
              - { name: T, endpoint: \(endpoint), schema: "urn:example:a" }
            """)
        #expect(problems == ["c:4:26: error: the endpoint '\(endpoint)' is taken"])
    }

    @Test("a built-in type is extended in one place")
    func twice() throws {
        let (_, problems) = try readTypes("resource-types: [ { name: User }, { name: User } ]")
        #expect(problems == ["c:1:43: error: 'User' is listed already; extend it there"])
    }

    @Test("every mistake of a file is reported at once, and one does not lead to others")
    func everything() throws {
        let (types, problems) = try readTypes(
            """
            schemas:
              - id: urn:example:thing
                name: Thing
                attributes:
                  - { name: a, type: intger, required: yes }
                  - 7
                  - { name: a$b, type: complex, sub-attributes: [ { name: x, tpye: string } ] }
            resource-types:
              - { name: Thing, endpoint: Things, schema: urn:example:thin }
              - Group
            resources: []
            """)
        #expect(types.map(\.name) == ["User", "Group", "Thing"])
        #expect(
            problems == [
                "c:2:9: error: no resource type uses this schema; name it under 'resource-types' as 'schema' or extension",
                "c:5:26: error: 'type' must be one of string, boolean, decimal, integer, dateTime, binary, reference, complex, not 'intger'; did you mean 'integer'?",
                "c:5:44: error: 'required' must be true or false, not 'yes'; did you mean 'true'?",
                "c:6:9: error: item 2 of 'attributes' must be a mapping, not a single value",
                "c:7:66: error: unknown key 'tpye'; did you mean 'type'?",
                "c:9:30: error: an endpoint is '/', a letter, and then letters, digits, '-' or '_', not 'Things'; did you mean '/Things'?",
                "c:9:46: error: no schema 'urn:example:thin' is declared under 'schemas'; did you mean 'urn:example:thing'?",
                "c:10:5: error: item 2 of 'resource-types' must be a mapping, not a single value",
                "c:11:1: error: unknown key 'resources'; known here: resource-types, schemas",
            ])
    }
}
