import Foundation
import RosterComposition
import RosterCore
import RosterTesting
import Testing
import YAMLConfiguration

@testable import RosterHost

@Suite("A store without maintenance")
struct StoreWithoutMaintenanceTests {
    @Test("ends the operator's commands with status 78, and says so")
    func refusal() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "roster-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "config.yaml")
        try Data("store: { type: memory }\nauthenticators: [{ type: none }]\n".utf8)
            .write(to: file)
        let memory = PluginFactory<any IdentityStore>(type: "memory") { _, _ in { InMemoryStore() } }
        let none = PluginFactory<any Authenticator>(type: "none") { _, _ in
            { throw Failure(exitCode: 70, reason: "nobody asks for it") }
        }
        let configuration = try Roster.Configuration(
            reading: file.path(),
            plugins: Plugins(configuration: [.yaml], stores: [memory], authenticators: [none]))
        let failure = await #expect(throws: Failure.self) { try await configuration.maintain { _, _ in } }
        #expect(failure?.exitCode == 78 && failure?.reason.contains("no commands of its own") == true)
    }
}
