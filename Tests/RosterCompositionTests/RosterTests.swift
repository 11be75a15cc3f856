import Foundation
import HTTPTypes
import JSONFileStorage
import Logging
import RosterComposition
import RosterCore
import RosterHTTP
import SCIM
import ServiceAccountTokens
import ServiceLifecycle
import Synchronization
import Testing
import YAMLConfiguration

@Suite("A configuration, put together for a server of any kind")
struct RosterTests {
    private static let plugins = Plugins(
        configuration: [.yaml], stores: [.jsonFile], authenticators: [.serviceAccounts])

    /// Runs a test with a configuration file in a folder of its own.
    private func with<Result>(_ configuration: String, _ test: (String) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "config.yaml")
        try Data((configuration + "\nlog: { level: critical }\n").utf8).write(to: file)
        return try await test(file.path())
    }

    private let parts = """
        store: { type: json-file, path: data }
        authenticators: [ { type: service-accounts, file: accounts.json } ]
        directory: { path: /people }
        """

    @Test("serves without a server: services run, the endpoint checks itself, the first token gets in, changes follow")
    func embedded() async throws {
        try await with(parts) { file in
            let roster = try await Roster(configuration: file, plugins: Self.plugins)
            let group = ServiceGroup(services: roster.services, logger: roster.configuration.logger)
            async let running: Void = group.run()
            try await roster.prepare()
            let token = Mutex("")
            for _ in 0..<2 {
                // The second time there is one already.
                try await roster.welcome { _, secret in token.withLock { $0 += secret.expose() } }
            }
            let start = try await roster.directory.position()
            #expect(
                try await status(.post, "/scim/Users", #"{"schemas":["\#(Schema.user.id)"],"userName":"ada"}"#) == 201)
            #expect(try await status(.get, "/people/users") == 403)
            #expect(try await status(.get, "/none") == 404)
            let changes = try await roster.directory.changes(after: start, waiting: .seconds(60))
            #expect(changes.first?.users.first?.after?.record?[.userName] == "ada")
            #expect(roster.impediment == nil && roster.issuers.count == 1)
            #expect(roster.endpoints.basePath(of: HTTPRequest(path: "/people/users")) == "/people")
            #expect(roster.endpoints.basePath(of: HTTPRequest(path: "/scim")) == "/scim")
            #expect(roster.endpoints.basePath(of: HTTPRequest(path: "/none")) == nil)
            await group.triggerGracefulShutdown()
            try await running

            func status(_ method: HTTPRequest.Method, _ path: String, _ body: String = "") async throws -> Int {
                var request = HTTPRequest(path: path)
                request.method = method
                request.headerFields[.authorization] = "Bearer \(token.withLock { $0 })"
                if !body.isEmpty { request.headerFields[.contentType] = "application/scim+json" }
                return await roster.endpoints.answer(request, from: Peer()) { _ in Array(body.utf8) }.head.status.code
            }
        }
    }

    @Test("names every problem of the file before anything is made")
    func problems() async throws {
        try await with("server: { prot: 1 }\n\(parts.replacing("type: json-file", with: "type: json"))") { file in
            let error = await #expect(throws: ConfigurationProblems.self) {
                try await Roster(configuration: file, plugins: Self.plugins)
            }
            let lines = "\(try #require(error))".split(separator: "\n").filter { $0.contains("error: ") }
            #expect(
                lines.map { $0.trimmingPrefix(file) } == [
                    ":1:11: error: unknown key 'prot'; did you mean 'port'?",
                    ":2:16: error: unknown type 'json'; known here: 'json-file'",
                ])
            let folder = URL(filePath: file).deletingLastPathComponent().path()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["config.yaml"])
        }
    }

    @Test("a file that is not there is named")
    func missing() async {
        do {
            _ = try await Roster(configuration: "/none/config.yaml", plugins: Self.plugins)
            Issue.record("it was read")
        } catch let reason as any ExitReason {
            #expect(reason.exitCode == 78)
            #expect("\(reason)".hasPrefix("/none/config.yaml: there is no such file"))
        } catch {
            Issue.record(error)
        }
    }

    @Test("the configuration sets the level of the application's log, and leaves it if it says nothing")
    func logger() async throws {
        var own = Logger(label: "own")
        own.logLevel = .error
        let level = try await with(parts) {
            try Roster.Configuration(reading: $0, plugins: Self.plugins, logger: own).logger
        }
        #expect(level.label == "own" && level.logLevel == .critical)
        let file = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID()).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(parts.utf8).write(to: file)
        let unchanged = try Roster.Configuration(reading: file.path(), plugins: Self.plugins, logger: own).logger
        #expect(unchanged.logLevel == .error)
    }
}

extension HTTPRequest {
    fileprivate init(path: String) {
        self.init(method: .get, scheme: "http", authority: "localhost", path: path)
    }
}
