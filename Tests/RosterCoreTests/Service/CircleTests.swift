import Logging
import RosterCore
import RosterCrypto
import RosterTesting
import SCIM
import Testing

@Suite("RFC 7644 §3.7.1 — groups that hold one another in a circle")
struct CircleTests {
    private let log = LoggedLines()
    private let service: ProvisioningService
    private let caller = Caller(Principal(id: "1", name: "test", scopes: [.all]), baseURL: "https://example.com/scim")

    init() { self.init(store: InMemoryStore()) }

    private init(store: any IdentityStore) {
        let log = log
        service = ProvisioningService(
            store: store, roles: NoRoles(), types: [.user, .group],
            cursors: AESCursorSeal(), logger: Logger(label: "test") { _ in log })
    }

    private func group(_ name: String, _ members: String...) async throws -> String {
        let body: AttributeValue = [
            .schemas: [.string(Schema.group.id)], .displayName: .string(name),
            .members: .array(members.map { .member($0) }),
        ]
        return try await service.create(body, as: .group, selecting: .byDefault, for: caller).id
    }

    private func add(_ member: String, to group: String) async throws {
        let operation: AttributeValue = ["op": "add", "path": "members", "value": [.member(member)]]
        _ = try await service.patch(
            ResourceKey(.group, ResourceID(group)), with: ServiceFixture.patch([operation]), if: .none,
            selecting: .byDefault, for: caller)
    }

    @Test("they are taken, and the operator is told")
    func circle() async throws {
        let inner = try await group("inner"), middle = try await group("middle", inner)
        let outer = try await group("outer", middle)
        try await add(inner, to: outer)
        #expect(log.text.isEmpty)
        try await add(outer, to: inner)
        #expect(log.text.contains("a group is a member of itself") && log.text.contains(inner))
        try await add(middle, to: middle)
        #expect(log.text.split(separator: "\n").count == 2)
    }

    @Test("a store that cannot tell does not make a change fail that is made")
    func unknown() async throws {
        let tests = CircleTests(store: Forgetful())
        let inner = try await tests.group("inner"), outer = try await tests.group("outer", inner)
        try await tests.add(outer, to: inner)
    }
}

private struct NoRoles: RoleResolver {
    let catalogue: [Role] = []
    func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
}

/// A store that does not know who is a member of what.
private struct Forgetful: IdentityStore {
    private struct Lost: Error {}
    private let base = InMemoryStore()

    func create(_ draft: Draft) async throws -> Resource { try await base.create(draft) }
    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async -> Resource? {
        await base.resource(key, selecting: selection)
    }
    func search(_ query: Query) async throws -> Page { try await base.search(query) }
    func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        try await base.update(resource, if: precondition)
    }
    func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        try await base.delete(key, if: precondition)
    }
    func groups(of members: [ResourceID], in type: ResourceType) throws -> [ResourceID: [GroupReference]] {
        throw Lost()
    }
}
