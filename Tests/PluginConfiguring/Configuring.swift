import Logging
public import RosterCore
public import SCIM
import YAMLConfiguration

/// Makes a plug-in from the text of its section.
///
/// - Parameter keepsRecords: Whether the plug-in is the mapper before the store.
/// - Returns: The product, `nil` if there is an error; and the first line of each problem, warnings too.
public func configure<Product>(
    _ factory: PluginFactory<Product>, _ text: String, types: [ResourceType] = [.user, .group],
    keepsRecords: Bool = false
) async throws -> (product: Product?, problems: [String]) {
    let report = ConfigurationReport()
    let environment = ConfigurationEnvironment(variable: { _ in nil }, contents: { _ in [] })
    let document = try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "c")
    let section = try document.section(reportingTo: report, in: environment)
    let context = PluginContext(
        folder: "/", types: types, logger: Logger(label: "test"), keepsRecords: keepsRecords)
    let make = try section.reading { try factory.read($0, context) }
    let problems = report.problems.map { String($0.description.prefix { $0 != "\n" }) }
    return (report.problems.allSatisfy { $0.severity == .warning } ? try await make?() : nil, problems)
}
