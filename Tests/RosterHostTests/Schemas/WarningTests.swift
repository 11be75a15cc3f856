import RosterCore
import SCIM
import Testing

@Suite(
    "Schemas from the configuration — what has no meaning is taken with a warning", .serialized, .onThreadOfItsOwn)
struct WarningTests {
    @Test(
        "characteristics that have no meaning for the attribute",
        arguments: [
            (
                "name: a, required: true, mutability: readOnly", AttributeDefinition("a", mutability: .readOnly),
                "28: warning: 'required' is ignored: clients do not write what is readOnly"
            ),
            (
                "name: a, type: reference, case-exact: false, reference-types: [external]",
                AttributeDefinition("a", .reference, caseExact: true, referenceTypes: ["external"]),
                "47: warning: 'false' is ignored: values of type reference are always case exact"
            ),
            (
                "name: a, type: binary, case-exact: false", AttributeDefinition("a", .binary, caseExact: true),
                "44: warning: 'false' is ignored: values of type binary are always case exact"
            ),
            (
                "name: a, type: integer, canonical-values: [x]", AttributeDefinition("a", .integer),
                "51: warning: 'canonical-values' is ignored: only an attribute of type string has them"
            ),
            (
                "name: a, reference-types: [Nothing]", AttributeDefinition("a"),
                "35: warning: 'reference-types' is ignored: only an attribute of type reference has them"
            ),
        ])
    func ignored(_ text: String, _ expected: AttributeDefinition, _ warning: String) throws {
        let (definition, problems) = try readAttribute(text)
        #expect(problems == ["c:3:\(warning)"])
        #expect(definition == expected)
    }

    @Test("the letter case of values that have none", arguments: [false, true])
    func letterCase(isExact: Bool) throws {
        for type in [.boolean, .decimal, .integer, .dateTime] as [AttributeDefinition.AttributeType] {
            let (definition, problems) = try readAttribute("name: a, type: \(type.rawValue), case-exact: \(isExact)")
            #expect(definition == AttributeDefinition("a", type))
            #expect(problems.count == 1 && problems[0].contains("warning: 'case-exact' is ignored"), "\(problems)")
        }
    }

    @Test("an attribute as published schemas state it, with every characteristic, has no problem")
    func empty() throws {
        let lists = "canonical-values: [], reference-types: [], sub-attributes: []"
        let (definition, problems) = try readAttribute("name: a, type: integer, uniqueness: none, \(lists)")
        #expect(problems.isEmpty && definition == AttributeDefinition("a", .integer))
    }

    @Test(
        "`check` shows warnings and ends with 0, the server logs them and starts, and a mistake beside them is told with them"
    )
    func commands() throws {
        let schemas = """

            schemas:
              - id: urn:example:a
                name: A
                attributes: [ { name: a, type: boolean, case-exact: true } ]
            resource-types: [ { name: User, extensions: [ { schema: "urn:example:a" } ] } ]
            """
        let server = try ServerProcess(configuration: ServerProcess.configuration + schemas)
        let check = try server.run(["check"])
        #expect(check.status == 0)
        #expect(check.output.contains("config.yaml:8:57: warning: 'case-exact' is ignored"), "\(check.output)")
        #expect(check.output.contains("config.yaml: no errors, 1 warning\n"), "\(check.output)")
        try server.start()
        #expect(server.stop() == 0)
        #expect(server.output.contains("config.yaml:8:57: 'case-exact' is ignored"), "\(server.output)")
        try server.configure(ServerProcess.configuration + schemas.replacing("name: A\n", with: "nam: A\n"))
        let wrong = try server.run(["check"])
        #expect(wrong.status == 78)
        #expect(wrong.output.contains("8:57: warning:") && wrong.output.contains("7:5: error:"), "\(wrong.output)")
    }
}
