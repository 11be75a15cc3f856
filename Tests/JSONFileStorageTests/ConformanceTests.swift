import ConformanceLedger
import Foundation
import Logging
import RosterCore
import RosterTesting
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("The contract of a store — JSONFileStore on a real disk")
struct ConformanceTests {
    @Test(
        "keeps every rule",
        .shows(
            "7643-3.1-b", "7643-3.1-e", "7643-3.1-g", "7643-4.1.1-b", "7643-7-f", "7643-8.7.1-h", "7644-3.14-c",
            "7644-3.14-e",
            "7644-3.2-a", "7644-3.4.1-b", "7644-3.4.1-c", "7644-3.5.2-i", "7644-3.5.2-m", "7644-3.5.2.1-f",
            "7644-3.6-b", "7644-3.6-c", "7644-3.6-d"), arguments: StoreConformance.rules)
    func contract(_ rule: StoreConformance.Rule) async throws {
        try await inFolder { make in try await rule.check { try await make([.user, .group]) } }
    }

    @Test("gives no id twice and none that looks like a reference of a bulk request", .shows("7643-3.1-b"))
    func ids() async throws {
        let store = try await open(SimulatedDisk())
        var ids: Set<String> = []
        for number in 0..<250 {
            for draft in [Draft.user("u\(number)"), .group("g\(number)")] {
                let id = try await store.create(draft).id.text
                #expect(ids.insert(id).inserted)
                #expect(!id.contains("bulkId"))
            }
        }
        #expect(ids.count == 500)
    }

    @Test("keeps the names of groups unique where the configuration wants it")
    func groupNames() async throws {
        try await inFolder { make in
            let types: [ResourceType] = [.user, .group.withUniqueValues(of: .displayName)]
            try await StoreConformance.uniqueness(of: .displayName, among: .group).check { try await make(types) }
        }
    }

    private func inFolder(
        _ body: (@escaping @Sendable ([ResourceType]) async throws -> any IdentityStore) async throws -> Void
    ) async throws {
        let folder = URL.temporaryDirectory.appending(path: "roster-store-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try await body { types in
            try await JSONFileStore.open(
                path: folder.appending(path: UUID().uuidString).path(), types: types, logger: Logger(label: "test"))
        }
    }
}
