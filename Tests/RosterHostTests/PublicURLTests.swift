import RosterComposition
import RosterCore
import RosterHTTP
import Testing
import YAMLConfiguration

@Suite("The public URL of the configuration")
struct PublicURLTests {
    private func read(_ text: String) throws -> (url: String?, problems: [String]) {
        let report = ConfigurationReport()
        let environment = ConfigurationEnvironment(variable: { _ in nil }, contents: { _ in [] })
        let document = try ConfigurationFormat.yaml.document(from: Array(text.utf8), fileName: "c")
        let section = try document.section(reportingTo: report, in: environment)
        let settings = ServerSettings(reading: section)
        try? section.finish()
        return (settings.endpoint.publicURL, report.problems.map { String($0.description.prefix { $0 != "\n" }) })
    }

    @Test(
        "one that clients can call is taken as it is, without the slash at its end",
        arguments: [
            ("https://id.example.com/scim", "/scim"), ("https://id.example.com/scim/", "/scim"),
            ("https://id.example.com/scim/v2", "/scim"), ("https://id.example.com/tenant/scim", "/scim"),
            ("https://id.example.com:8443/scim", "/scim"), ("https://[2001:db8::1]/scim", "/scim"),
            ("https://id.example.com", "/"), ("https://id.example.com/", "/"), ("https://id.example.com/x", "/"),
            ("http://localhost:8080/scim", "/scim"), ("http://127.0.0.1:8080/scim", "/scim"),
            ("http://[::1]:8080/scim", "/scim"),
        ])
    func good(_ url: String, basePath: String) throws {
        let (read, problems) = try read("base-path: \(basePath)\npublic-url: '\(url)'")
        #expect(problems.isEmpty)
        #expect(read == (url.hasSuffix("/") ? String(url.dropLast()) : url))
    }

    private static let open = "clients that call 'http:' send their tokens unencrypted"
    private static let path =
        "'public-url' does not end with the base path '/scim': the links that clients get lead nowhere, unless a proxy puts it in"

    @Test(
        "what is likely to be a mistake is taken with a warning",
        arguments: [
            ("http://id.example.com/scim", ["\(open); did you mean 'https://id.example.com/scim'?"]),
            ("https://id.example.com", ["\(path); did you mean 'https://id.example.com/scim'?"]),
            ("https://id.example.com/", ["\(path); did you mean 'https://id.example.com/scim'?"]),
            ("https://id.example.com/Users", [path]), ("https://id.example.com/myscim", [path]),
            ("https://id.example.com/scim/v2/Users", [path]),
            (
                "http://id.example.com",
                [
                    "\(path); did you mean 'http://id.example.com/scim'?",
                    "\(open); did you mean 'https://id.example.com'?",
                ]
            ),
        ])
    func odd(_ url: String, warnings: [String]) throws {
        let (read, problems) = try read("public-url: '\(url)'")
        #expect(problems == warnings.map { "c:1:13: warning: \($0)" })
        #expect(read == (url.hasSuffix("/") ? String(url.dropLast()) : url))
    }

    @Test(
        "what is no URL is refused",
        arguments: [
            "id.example.com/scim", "ftp://id.example.com/scim", "https://", "https:///scim", "https://:443/scim",
            "https://id.example.com/scim?x=1", "https://id.example.com/scim#x", "https://id example.com/scim", "x",
        ])
    func bad(_ url: String) throws {
        let (read, problems) = try read("public-url: '\(url)'")
        #expect(read == nil)
        #expect(problems == ["c:1:13: error: must be a URL such as 'https://id.example.com/scim'"])
    }
}
