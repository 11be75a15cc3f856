import Logging
import RosterCore
import RosterCrypto
import RosterTesting
import SCIM
import Testing

@Suite("A role that is refused")
struct RefusedRoleTests {
    @Test("is left out of a deactivation, which the log tells, and refused with any other change")
    func log() async throws {
        let lines = LoggedLines()
        let service = ProvisioningService(
            store: InMemoryStore(), roles: RefusesKings(), types: [.user, .group],
            cursors: AESCursorSeal(), logger: Logger(label: "test") { _ in lines })
        let caller = Caller(Principal(id: "1", name: "test", scopes: [.all]), baseURL: "")
        let body: Attributes = [.schemas: [.string(Schema.user.id)], .userName: "ada"]
        let user = try await service.create(.complex(body), as: .user, selecting: .byDefault, for: caller)
        let key = ResourceKey(.user, ResourceID(user.id))
        var changed = body
        changed[.roles] = [[.value: "king"]]
        await #expect(throws: SCIMError.self) {
            try await service.replace(key, with: .complex(changed), if: .none, selecting: .byDefault, for: caller)
        }
        #expect(lines.text.isEmpty)
        changed[.active] = false
        let after = try await service.replace(
            key, with: .complex(changed), if: .none, selecting: .byDefault, for: caller)
        #expect(after.attributes[.active] == false && after.attributes[.roles] == nil)
        #expect(lines.text.contains("ignored a role") && lines.text.contains("no kings here"))
    }
}

private struct RefusesKings: RoleResolver {
    let catalogue = [Role(id: "reader", name: "Reader")]

    func roles(of subject: RoleSubject) -> [RoleGrant] { [] }

    func kept(_ pushed: [AttributeValue]) throws -> [AttributeValue] {
        if pushed.contains(where: { $0[.value] == "king" }) { throw SCIMError(.invalidValue, "no kings here") }
        return pushed
    }
}
