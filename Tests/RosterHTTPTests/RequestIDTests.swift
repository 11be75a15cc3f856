import HTTPTypes
import RosterCore
import RosterTesting
import SCIM
import Synchronization
import Testing

@Suite("The identifier of a request — in the answer, the log and the history")
struct RequestIDTests {
    private let witness = Witness()
    private let office: Office

    init() {
        office = Office(store: witness)
    }

    private func name() throws -> HTTPField.Name { try #require(HTTPField.Name("X-Request-Id")) }

    @Test("every answer has one of its own, and the store is told it")
    func own() async throws {
        let name = try name()
        let created = await office.scim.send(
            .post, "/Users", #"{"schemas":["\#(Schema.user.id)"],"userName":"ada","emails":[{"value":"a@b.c"}]}"#)
        let missing = await office.scim.send(.get, "/Users/nobody")
        let record = await office.send(.get, "/users")
        let refused = await office.send(.get, "/users", token: nil)
        let ids = [created, missing, record, refused].compactMap { $0[name] }
        #expect(Set(ids).count == 4)
        #expect(witness.requests == [ids[0]])
        let role = await office.send(.put, "/users/\(created.json["id"]?.string ?? "")/roles/admin")
        #expect(role.status == 200 && witness.requests.last == role[name])
    }

    @Test("that of a proxy is taken over, unless it could break a log")
    func received() async throws {
        let name = try name()
        let taken = "018f3c4e-9a_7.~"
        #expect(await office.scim.send(.get, "/Users", headers: [name: taken])[name] == taken)
        #expect(await office.send(.get, "/users", headers: [name: taken])[name] == taken)
        for bad in ["", "a b", "a\"b", "é", String(repeating: "x", count: 65)] {
            let own = await office.scim.send(.get, "/Users", headers: [name: bad])[name]
            #expect(own != nil && own != bad)
        }
    }
}

/// A store that notes by which requests it is written to.
private final class Witness: IdentityStore {
    private let base = InMemoryStore()
    private let noted = Mutex<[String]>([])

    var requests: [String] { noted.withLock { $0 } }

    func create(_ draft: Draft) async throws -> Resource {
        note()
        return try await base.create(draft)
    }

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource? {
        await base.resource(key, selecting: selection)
    }

    func search(_ query: Query) async throws -> Page { try await base.search(query) }

    func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        note()
        return try await base.update(resource, if: precondition)
    }

    func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        try await base.delete(key, if: precondition)
    }

    private func note() { noted.withLock { $0.append(Provenance.current?.request ?? "") } }
}
