import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Values that were allowed to two resources and are no more")
struct SharedValueTests {
    @Test("are kept by both through every change, given to no third, and let go of for good", arguments: [false, true])
    func later(compacting: Bool) async throws {
        let disk = SimulatedDisk()
        var store = try await Things.open(disk, [.user, .group])
        let first = try await store.create(.group("Crew")), second = try await store.create(.group("CREW"))
        let third = try await store.create(.group("Dock"))
        if compacting { await store.compact() }
        await store.close()
        store = try await Things.open(disk, [.user, .group.withUniqueValues(of: .displayName)])
        func change(_ group: Resource, _ operation: String) async throws -> Resource {
            try await store.modify(group.key, by: try .patch(operation), if: .none, selecting: .byDefault)
        }
        let external = #"{"op":"add","path":"externalId","value":"e"}"#
        for group in [first, second] {
            #expect(try await change(group, external).attributes[.externalId] == "e")
            let sameName = #"{"op":"replace","path":"displayName","value":"crew"}"#
            #expect(try await change(group, sameName).attributes[.displayName] == "crew")
        }
        let name = #"{"op":"replace","path":"displayName","value":"Crew"}"#
        var error = await #expect(throws: SCIMError.self) { try await change(third, name) }
        #expect(error?.code == .uniqueness)
        error = await #expect(throws: SCIMError.self) { try await store.create(.group("crew")) }
        #expect(error?.code == .uniqueness)
        // A resource that has changed its value cannot take it back.
        _ = try await change(second, #"{"op":"replace","path":"displayName","value":"Quay"}"#)
        error = await #expect(throws: SCIMError.self) { try await change(second, name) }
        #expect(error?.code == .uniqueness)
        #expect(try await change(first, name).attributes[.displayName] == "Crew")
        await store.close()
    }
}
