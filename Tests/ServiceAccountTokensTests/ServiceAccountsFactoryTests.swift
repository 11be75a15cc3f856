import Logging
import RosterCore
import SCIM
import ServiceAccountTokens
import Testing
import YAMLConfiguration

@Suite("Service accounts — the plug-in")
struct ServiceAccountsFactoryTests {
    private let factory = PluginFactory<any Authenticator>.serviceAccounts

    private func section(_ text: String) throws -> (ConfigurationSection, ConfigurationReport) {
        let report = ConfigurationReport()
        let environment = ConfigurationEnvironment(variable: { _ in nil }, contents: { _ in [] })
        let document = try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "config.yaml")
        return (try document.section(reportingTo: report, in: environment), report)
    }

    @Test("the file lies below the folder of the configuration, and is made with the first account")
    func path() async throws {
        let scratch = Scratch()
        let context = PluginContext(folder: scratch.folder, types: [.user, .group], logger: CapturedLog().logger)
        for (text, folder) in [("", "data"), ("file: ./tokens/service-accounts.json", "tokens")] {
            let make = try #require(try section(text).0.reading { try factory.read($0, context) })
            let issuer = try #require(try await make().issuer)
            _ = try await issuer.issue(name: "okta", scopes: [.all], lifetime: nil, subject: nil)
            #expect(scratch.names(in: "\(scratch.folder)/\(folder)").contains("service-accounts.json"))
        }
        #expect(factory.type == "service-accounts")
    }

    @Test(
        "what is wrong with the section is shown at its place",
        arguments: [
            ("fiel: x", "config.yaml:1:1: error: unknown key 'fiel'; did you mean 'file'?"),
            ("file: ''", "config.yaml:1:7: error: 'file' must not be empty"),
            ("file: [x]", "config.yaml:1:7: error: 'file' must be a single value, not a list"),
        ])
    func problems(_ text: String, shown: String) throws {
        let context = PluginContext(folder: "/nonexistent", types: [.user], logger: CapturedLog().logger)
        let (section, report) = try section(text)
        #expect(try section.reading { try factory.read($0, context) } == nil)
        #expect(report.problems.map { String($0.description.prefix { $0 != "\n" }) } == [shown])
    }
}
