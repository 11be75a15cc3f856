import Logging
public import RosterCore
public import SCIM
import YAMLConfiguration

/// Makes a plug-in from the text of its section.
///
/// - Returns: The product, `nil` if something is wrong; and the first line of each problem.
public func configure<Product>(
    _ factory: PluginFactory<Product>, _ text: String, types: [ResourceType] = [.user, .group]
) async throws -> (product: Product?, problems: [String]) {
    let report = ConfigurationReport()
    let environment = ConfigurationEnvironment(variable: { _ in nil }, contents: { _ in [] })
    let document = try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "c")
    let section = try document.section(reportingTo: report, in: environment)
    let context = PluginContext(folder: "/", types: types, logger: Logger(label: "test"))
    let make = try section.reading { try factory.read($0, context) }
    let problems = report.problems.map { String($0.description.prefix { $0 != "\n" }) }
    return (problems.isEmpty ? try await make?() : nil, problems)
}
