import ConformanceLedger
import RosterCore
import SCIM
import Testing

@Suite("What a principal may do")
struct AuthorisationTests {
    private let fixture = ServiceFixture()

    @Test(
        "reading takes the scope to read that type", .shows("7644-2-b"),
        arguments: [[], [Scope.write(.user)], [.read(.group)], [.discovery]])
    func reading(_ scopes: [Scope]) async throws {
        let user = try await fixture.createUser("anna")
        let caller = caller(with: scopes)
        await refuses { try await fixture.service.read(key(user), selecting: .byDefault, for: caller) }
        await refuses {
            try await fixture.service.search(SearchRequest(), of: .user, for: caller)
        }
        let reader = fixture.caller(.read(.user))
        #expect(try await fixture.service.read(key(user), selecting: .byDefault, for: reader).id == user.id)
        #expect(
            try await fixture.service.search(SearchRequest(), of: .user, for: reader)
                .totalResults == 1)
    }

    @Test(
        "writing takes the scope to write that type", .shows("7644-2-b"),
        arguments: [[], [Scope.read(.user)], [.write(.group)], [.discovery]])
    func writing(_ scopes: [Scope]) async throws {
        let user = try await fixture.createUser("anna")
        let before = try await fixture.read(.user, user.id)
        let body: AttributeValue = [.schemas: [.string(Schema.user.id)], .userName: "ben"]
        let operations = ServiceFixture.patch([["op": "add", "path": "title", "value": "Engineer"]])
        let caller = caller(with: scopes), service = fixture.service
        await refuses { try await service.create(body, as: .user, selecting: .byDefault, for: caller) }
        await refuses {
            try await service.replace(key(user), with: body, if: .none, selecting: .byDefault, for: caller)
        }
        await refuses {
            try await service.patch(key(user), with: operations, if: .none, selecting: .byDefault, for: caller)
        }
        await refuses { try await service.delete(key(user), if: .none, for: caller) }
        #expect(try await fixture.read(.user, user.id) == before)

        let writer = fixture.caller(.write(.user))
        try await service.delete(key(user), if: .none, for: writer)
        // Who may write and not read is shown no more than what is always returned.
        let created = try await service.create(body, as: .user, selecting: .byDefault, for: writer)
        #expect(created.attributes[.userName] == nil && created.attributes[.id] != nil)
        let patched = try await service.patch(
            created.key, with: operations, if: .none, selecting: .byDefault, for: writer)
        guard case .resource(let shown) = patched else { return }
        #expect(shown.attributes[.userName] == nil)
    }

    @Test("the right is asked for before anything is looked at")
    func order() async {
        let nobody = fixture.caller()
        await refuses { try await fixture.service.create("garbage", as: .user, selecting: .byDefault, for: nobody) }
        let key = ResourceKey(.user, ResourceID("nobody"))
        await refuses { try await fixture.service.delete(key, if: .none, for: nobody) }
    }

    private func caller(with scopes: [Scope]) -> Caller {
        Caller(Principal(id: "1", name: "test", scopes: Set(scopes)), baseURL: ServiceFixture.baseURL)
    }

    private func key(_ representation: Representation) -> ResourceKey {
        ResourceKey(.user, ResourceID(representation.id))
    }

    private func refuses(_ call: () async throws -> some Any) async {
        let error = await #expect(throws: SCIMError.self) { _ = try await call() }
        #expect(error?.code == .forbidden)
    }
}
