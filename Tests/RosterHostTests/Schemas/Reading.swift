import RosterCore
import SCIM
import YAMLConfiguration

/// Reads resource types from YAML beside the ones that are built in.
///
/// - Returns: The types, and the first line of each problem with the suggestion, without the name of the file.
func readTypes(_ text: String) throws -> (types: [ResourceType], problems: [String]) {
    let report = ConfigurationReport()
    let environment = ConfigurationEnvironment(variable: { _ in nil }, contents: { _ in [] })
    let document = try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "c")
    let root = try document.section(reportingTo: report, in: environment)
    let types = root.resourceTypes(extending: [.user, .group])
    try? root.finish()
    return (types, report.problems.map { String($0.description.prefix { $0 != "\n" }) })
}

/// Reads one attribute, written as the inside of a flow mapping on line 3, from column 9 on.
func readAttribute(_ text: String) throws -> (definition: AttributeDefinition?, problems: [String]) {
    let (types, problems) = try readTypes(
        """
        schemas:
          - { id: "urn:example:a", name: A, attributes: [
              { \(text) } ] }
        resource-types:
          - { name: Thing, endpoint: /Things, schema: "urn:example:a" }
        """)
    return (types.last?.schema.attributes.first, problems)
}
