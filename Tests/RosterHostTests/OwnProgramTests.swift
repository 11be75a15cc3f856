import ArgumentParser
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import RosterComposition
import RosterCore
import RosterTesting
import SCIM
import ServiceLifecycle
import Synchronization
import Testing
import YAMLConfiguration

@testable import RosterHost

@Suite("A program of one's own: its name, its services, its routes")
struct OwnProgramTests {
    private let host = RosterHost.Host(
        programName: "acme-scim",
        plugins: Plugins(
            configuration: [.yaml], stores: [PluginFactory(type: "memory") { _, _ in { InMemoryStore() } }],
            authenticators: [PluginFactory(type: "any") { _, _ in { AnyBearer() } }]))

    private func server(_ host: RosterHost.Host, basePath: String = "/scim") throws -> (Server, Roster.Configuration) {
        let file = URL.temporaryDirectory.appending(path: "roster-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        let text = """
            server: { port: 0, base-path: \(basePath) }
            store: { type: memory }
            authenticators: [ { type: any } ]
            log: { level: critical }

            """
        try text.write(to: file, atomically: true, encoding: .utf8)
        let configuration = try host.configuration(file.path())
        return (Server(host, configuration) { preconditionFailure("\($0)") }, configuration)
    }

    @Test("services run while requests are answered, and routes get what no endpoint has")
    func serving() async throws {
        var host = host
        let running = Mutex(false)
        let service = Watched { isRunning in running.withLock { $0 = isRunning } }
        host.services = { roster in
            #expect(roster.configuration.logger.label == "acme-scim")
            return [service]
        }
        host.routes = { router, roster in
            router.get("/users") { _, context in
                "\(context.remoteAddress?.ipAddress ?? ""): \(try await roster.directory.users(count: 1).total)"
            }
        }
        let (server, configuration) = try server(host)
        let application = try server.application(
            over: try await Roster(configuration), configuration.settings,
            FirstStart(configuration, program: host.programName))
        try await application.test(.live) { client in
            func ask(_ path: String, _ headers: HTTPFields = [:]) async throws -> TestResponse {
                try await client.executeRequest(uri: path, method: .get, headers: headers, body: nil)
            }
            #expect(running.withLock { $0 })
            let own = try await ask("/users")
            #expect(String(buffer: own.body).hasSuffix(": 0") && String(buffer: own.body).count > 3)
            let codes = (try await ask("/none").status, try await ask("/scim/none").status)
            #expect(codes == (.notFound, .unauthorized))
            #expect(try await ask("/scim/Users", [.authorization: "Bearer x"]).status == .ok)
            #expect(String(buffer: try await ask("/readyz").body) == "ready\n")
        }
        #expect(!running.withLock { $0 })
    }

    @Test("routes that SCIM at the root would hide are refused before anything is made")
    func hidden() async throws {
        var host = host
        host.routes = { _, _ in }
        let (server, _) = try server(host, basePath: "/")
        let failure = await #expect(throws: Failure.self) { try await server.run() }
        #expect(failure?.exitCode == 78 && failure?.reason.contains("base-path") == true)
    }

    @Test("help and hints name the program, and with it the configuration")
    func names() {
        for help in [
            RosterCommand.helpMessage(), RosterCommand.helpMessage(for: TokenCommand.Create.self),
            RosterCommand.helpMessage(for: StoreCommand.Repair.self),
        ].map(host.naming) {
            #expect(help.contains("USAGE: acme-scim ") && !help.contains("roster "), "\(help)")
        }
        let hint = "damaged; run: roster store verify"
        #expect(host.hint(hint, configuration: "config.yaml") == "damaged; run: acme-scim store verify")
        #expect(
            host.hint(hint, configuration: "a b.yaml") == "damaged; run: acme-scim store verify --config 'a b.yaml'")
        #expect(RosterHost.Host(plugins: host.plugins).hint(hint, configuration: "config.yaml") == hint)
        #expect(
            host.hint("the roster program, /srv/roster", configuration: "c.yaml") == "the roster program, /srv/roster")
    }
}

/// Tells when it runs.
private struct Watched: Service {
    let note: @Sendable (Bool) -> Void

    func run() async throws {
        note(true)
        try await gracefulShutdown()
        note(false)
    }
}
