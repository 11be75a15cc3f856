import RosterComposition
import RosterCore
import RosterHTTP
import Testing
import YAMLConfiguration

@Suite("The server section of the configuration")
struct ServerSettingsTests {
    private func read(_ text: String) throws -> (settings: ServerSettings, problems: [String]) {
        let report = ConfigurationReport()
        let environment = ConfigurationEnvironment(variable: { _ in nil }, contents: { _ in [] })
        let document = try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "c")
        let section = try document.section(reportingTo: report, in: environment)
        let settings = ServerSettings(reading: section)
        try? section.finish()
        return (settings, report.problems.map { String($0.description.prefix { $0 != "\n" }) })
    }

    @Test func `what is set is served`() throws {
        let (settings, problems) = try read(
            """
            strict: true
            patch-answers-with-resource: false
            limits:
              body: 1MiB
              bulk: 2MiB
              bulk-operations: 10
              default-page-size: 5
              maximum-page-size: 50
              cursor-timeout: 90s
              scan: 1500ms
            """)
        #expect(problems.isEmpty)
        #expect(settings.endpoint.isStrict)
        #expect(settings.endpoint.maximumBodyBytes == 1_048_576)
        #expect(settings.endpoint.maximumBulkBytes == 2_097_152)
        #expect(settings.endpoint.maximumBulkOperations == 10)
        #expect(!settings.service.answersPatchWithResource)
        #expect(settings.service.defaultPageSize == 5)
        #expect(settings.service.maximumPageSize == 50)
        #expect(settings.service.cursorTimeout == 90)
        #expect(settings.service.searchTime == .milliseconds(1_500))
    }

    @Test func `by default clients are helped and a PATCH shows the resource`() throws {
        let (settings, problems) = try read("port: 8080")
        #expect(problems.isEmpty)
        #expect(!settings.endpoint.isStrict)
        #expect(settings.service.answersPatchWithResource)
    }

    @Test func `a secret that can be guessed is refused, and never shown`() throws {
        #expect(try read("secret: 0123456789abcdef").problems.isEmpty)
        let (_, problems) = try read("realm: Acme\nsecret: 0123456789abcde")
        #expect(problems == ["c:2:9: error: must have at least 16 bytes"])
    }

    @Test(arguments: ["bulk: 0", "bulk-operations: 0", "cursor-timeout: 999ms", "maximum-page-size: 0", "scan: 0s"])
    func `a limit of nothing is refused at its place`(line: String) throws {
        let (_, problems) = try read("limits:\n  \(line)")
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("c:2:") == true, "\(problems)")
    }
}
