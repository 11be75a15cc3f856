import Foundation
import RosterComposition
import RosterCore
import RosterTesting
import SCIM
import Synchronization
import Testing
import YAMLConfiguration

@Suite("A mapper of one's own before a store")
struct CustomMapperTests {
    /// The types that the store is made for.
    private func types(by mapper: PluginFactory<any AttributeMapper>) throws -> [ResourceType] {
        let file = URL.temporaryDirectory.appending(path: "roster-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        let configuration = "store: { type: kept }\nauthenticators: [ { type: none } ]\nmapper: { type: own }\n"
        try configuration.write(to: file, atomically: true, encoding: .utf8)
        let seen = Seen()
        let store = PluginFactory<any IdentityStore>(type: "kept") { _, context in
            seen.note(context)
            return { InMemoryStore() }
        }
        let none = PluginFactory<any Authenticator>(type: "none") { _, _ in { throw CancellationError() } }
        _ = try Roster.Configuration(
            reading: file.path(),
            plugins: Plugins(configuration: [.yaml], stores: [store], authenticators: [none], mappers: [mapper]))
        return seen.types
    }

    private func problem(of mapper: PluginFactory<any AttributeMapper>) -> String {
        let error = #expect(throws: ConfigurationProblems.self) { try types(by: mapper) }
        return error?.problems.map(\.description).joined(separator: "\n") ?? ""
    }

    @Test("tells the store where its records have names and members")
    func tells() throws {
        let mapper = PluginFactory<any AttributeMapper>(planning: "own") { _, context in
            #expect(context.keepsRecords)
            return PluginPlan(RenamingMapper())
        }
        let types = try types(by: mapper)
        #expect(types.map { $0.locate("displayName")?.path.description } == ["label", "label"])
        #expect(types.last?.memberPath?.path.description == "people.person")
    }

    @Test("is refused if it hides them, or if it is not there when the configuration is read")
    func refused() throws {
        let hiding = PluginFactory<any AttributeMapper>(planning: "own") { _, _ in PluginPlan(HidingMapper()) }
        #expect(problem(of: hiding).contains(":3:9: error: 'userName' of a User must go into a field of its own"))
        let late = PluginFactory<any AttributeMapper>(type: "own") { _, _ in { RenamingMapper() } }
        #expect(problem(of: late).contains(":3:9: error: this mapper is there only when the server starts"))
    }
}

/// What a factory was given.
private final class Seen: Sendable {
    private let context = Mutex<PluginContext?>(nil)

    var types: [ResourceType] { context.withLock { $0?.types ?? [] } }

    func note(_ context: PluginContext) { self.context.withLock { $0 = context } }
}

private struct HidingMapper: AttributeMapper {
    func record(from attributes: Attributes, of type: ResourceType) -> Attributes { attributes }

    func attributes(_ attributes: Attributes, updatedFrom record: Attributes, of type: ResourceType) -> Attributes {
        record
    }

    func recordPath(for path: AttributePath, of type: ResourceType) -> AttributePath? { nil }
}
