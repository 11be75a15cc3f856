import Foundation
import Hummingbird
import HummingbirdTesting
import RosterComposition
import RosterCore
import RosterTesting
import SCIM
import Testing
import YAMLConfiguration

@testable import RosterHost

@Suite("RFC 9865 §2 — several servers over one store")
struct SeveralServersTests {
    /// A server with a configuration file of its own.
    private func server(
        over store: InMemoryStore, secret: String
    ) async throws -> Application<ServerResponder> {
        let file = URL.temporaryDirectory.appending(path: "roster-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        let configuration = """
            server: { port: 0, limits: { idle-timeout: 10m }\(secret) }
            store: { type: shared }
            authenticators: [ { type: anybody } ]
            directory: { path: /directory }
            log: { level: critical }

            """
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        let shared = PluginFactory<any IdentityStore>(type: "shared") { _, _ in { store } }
        let anybody = PluginFactory<any Authenticator>(type: "anybody") { _, _ in
            { AnyBearer(scopes: [.all, .readDirectory]) }
        }
        let roster = try await Roster(
            configuration: file.path(),
            plugins: Plugins(configuration: [.yaml], stores: [shared], authenticators: [anybody]))
        return Server.application(
            endpoints: roster.endpoints, settings: roster.configuration.settings, logger: roster.configuration.logger)
    }

    /// What two servers tell of all users when they answer by turns; `nil` if one refuses a page of the other.
    private func walk(
        _ path: String, by parameter: String, secrets: (String, String)
    ) async throws -> [String]? {
        let store = InMemoryStore()
        for number in 0..<10 {
            _ = try await store.create(Draft(checking: [.userName: .string("u\(number)")], as: .user))
        }
        let one = try await server(over: store, secret: secrets.0)
        let other = try await server(over: store, secret: secrets.1)
        return try await one.test(.live) { one in
            try await other.test(.live) { other in
                var names: [String] = []
                var next: String? = path
                var isFirst = true
                while let place = next {
                    let reply = try await (isFirst ? one : other).executeRequest(
                        uri: place, method: .get, headers: [.authorization: "Bearer x"], body: nil)
                    guard reply.status == .ok else { return nil }
                    let page = try JSONReader.read(Array(buffer: reply.body))
                    let entries = page["Resources"]?.array ?? page["users"]?.array ?? []
                    names += entries.compactMap { ($0["userName"] ?? $0["record"]?["userName"])?.string }
                    next = (page["nextCursor"] ?? page["next"])?.string.map {
                        "\(path.split(separator: "?")[0])?count=3&\(parameter)=\($0)"
                    }
                    isFirst.toggle()
                }
                return names
            }
        }
    }

    @Test(
        "pages go on at either of them, if they have one secret",
        arguments: [("/scim/Users?count=3&cursor", "cursor"), ("/directory/users?count=3", "after")])
    func oneSecret(_ path: String, _ parameter: String) async throws {
        let secret = ", secret: 0123456789abcdef"
        #expect(try await walk(path, by: parameter, secrets: (secret, secret)) == (0..<10).map { "u\($0)" })
        #expect(try await walk(path, by: parameter, secrets: (secret, ", secret: fedcba9876543210")) == nil)
        #expect(try await walk(path, by: parameter, secrets: ("", "")) == nil)
    }
}
