import RosterCore
import RosterTesting
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("What is put right when a PATCH is applied")
struct RepairReportTests {
    private static let creation =
        #"{"op":"replace","path":"emails[type eq \"home\"].value","value":"h@example.org"}"#

    @Test("is told with the answer, and never kept")
    func reports() async throws {
        let disk = SimulatedDisk()
        let store = try await open(disk)
        for store in [store, InMemoryStore()] as [any IdentityStore] {
            let user = try await store.create(.user("ada"))
            #expect(user.repairs.isEmpty)
            let change = try Modification.patch(Self.creation, of: .user)
            let changed = try await store.modify(user.key, by: change, if: .none, selecting: .byDefault)
            #expect(changed.attributes["emails"]?.values.count == 2)
            #expect(changed.repairs == [.creationByValuePath])
            // The second time the value is there, and nothing has to be put right.
            #expect(try await store.modify(user.key, by: change, if: .none, selecting: .byDefault).repairs.isEmpty)
            #expect(try await store.resource(user.key, selecting: .byDefault)?.repairs.isEmpty == true)
        }
    }

    @Test("is told of a group as well, whose members are kept apart")
    func groups() async throws {
        let store = try await open(SimulatedDisk())
        let group = try await store.create(.group("crew", ["a"]))
        let removal = try Modification.patch(#"{"op":"remove","path":"members[value eq \"a\"]"}"#)
        #expect(try await store.modify(group.key, by: removal, if: .none, selecting: .byDefault).repairs.isEmpty)
    }
}
