import Logging
import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("RFC 7644 §3.7.1 — groups that hold one another in a circle")
struct CircleTests {
    private let log = LoggedLines()
    private let service: ProvisioningService
    private let caller = Caller(Principal(id: "1", name: "test", scopes: [.all]), baseURL: "https://example.com/scim")

    init() {
        let log = log
        service = ProvisioningService(
            store: InMemoryStore(), roles: NoRoles(), types: [.user, .group],
            logger: Logger(label: "test") { _ in log })
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
}

private struct NoRoles: RoleResolver {
    let catalogue: [Role] = []
    func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
}
