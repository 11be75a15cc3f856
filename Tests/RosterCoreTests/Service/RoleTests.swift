import ConformanceLedger
import RosterCore
import SCIM
import Testing

@Suite("RFC 7643 §4.1.2 — roles")
struct RoleTests {
    private static let viewer: AttributeValue = [.value: "r-1", .display: "Viewer", .type: "viewer"]
    private let fixture = ServiceFixture()

    @Test("a user without roles gets the default role, and no role that follows from a group", .shows("7644-3.3-b"))
    func byDefault() async throws {
        #expect(try await fixture.createUser("anna").attributes[.roles] == [Self.viewer])
        #expect(try await fixture.createUser("ben", [.roles: []]).attributes[.roles] == [Self.viewer])
    }

    @Test("a user whose roles are taken away stays without any: the default is for new ones", .shows("7644-3.5.1-b"))
    func cleared() async throws {
        let user = try await fixture.createUser("anna")
        var body = user.attributes
        body[.roles] = []
        let key = ResourceKey(.user, ResourceID(user.id))
        let after = try await fixture.service.replace(
            key, with: .complex(body), if: .none, selecting: .byDefault, for: fixture.administrator)
        #expect(after.attributes[.roles] == nil)
    }

    @Test(
        "pushed roles are kept and the default role does not join them",
        arguments: [
            ([.value: "r-2"], [.value: "r-2"]),
            ([.type: "ADMIN"], [.type: "ADMIN", .value: "r-2"]),
            ([.display: "administrator", .primary: true], [.display: "administrator", .primary: true, .value: "r-2"]),
            ([.value: "unheard of", .type: "admin"], [.value: "unheard of", .type: "admin"]),
            ("r-2", [.value: "r-2"]),
        ] as [(AttributeValue, AttributeValue)])
    func pushed(_ role: AttributeValue, _ kept: AttributeValue) async throws {
        let user = try await fixture.createUser("anna", [.roles: [role]])
        #expect(user.attributes[.roles] == [kept])
        let patched = try await fixture.patch(
            .user, try await fixture.createUser("ben").id, ["op": "replace", "path": "roles", "value": [role]])
        #expect(patched.attributes?[.roles] == [kept])
    }

    @Test("a user that is read and written back keeps its roles")
    func roundTrip() async throws {
        let user = try await fixture.createUser("anna")
        let key = ResourceKey(.user, ResourceID(user.id))
        let after = try await fixture.service.replace(
            key, with: .complex(user.attributes), if: .none, selecting: .byDefault, for: fixture.administrator)
        #expect(after.attributes == user.attributes)
    }

    @Test("a pushed role that is not kept is as good as none: a new user gets the default, another one keeps its roles")
    func notKept() async throws {
        let fixture = ServiceFixture(roles: KeepsNoOthers())
        let user = try await fixture.createUser("anna", [.roles: ["unheard of"]])
        #expect(user.attributes[.roles] == [Self.viewer])
        for path in [["path": "roles", "value": ["unheard of"]], ["value": ["roles": ["unheard of"]]]] as [Attributes] {
            var operation = path
            operation["op"] = "add"
            let patched = try await fixture.patch(.user, user.id, .complex(operation))
            #expect(patched.attributes?[.roles] == [Self.viewer])
        }
        let cleared = try await fixture.patch(
            .user, user.id, ["op": "replace", "path": "roles", "value": ["unheard of"]])
        #expect(cleared.attributes?[.roles] == nil)
        let without = try await fixture.patch(.user, user.id, ["op": "add", "path": "roles", "value": ["unheard of"]])
        #expect(without.attributes?[.roles] == nil)
    }

    @Test(
        "a value without an id that names no role is no role: a new user gets the default",
        arguments: [[.type: "unheard of"], [.display: "unheard of", .primary: true], [.primary: true]]
            as [AttributeValue])
    func withoutID(_ role: AttributeValue) async throws {
        #expect(try await fixture.createUser("anna", [.roles: [role]]).attributes[.roles] == [Self.viewer])
        let both = try await fixture.createUser("ben", [.roles: [role, [.value: "r-2"]]])
        #expect(both.attributes[.roles] == [[.value: "r-2"]])
        let added = try await fixture.patch(.user, both.id, ["op": "add", "path": "roles", "value": [role]])
        #expect(added.attributes?[.roles] == [[.value: "r-2"]])
    }

    @Test(
        "a role that is named twice, with its id and without, is one value from the start",
        arguments: [
            ([[.value: "r-2"], [.display: "Administrator"]], [.value: "r-2", .display: "Administrator"]),
            ([[.type: "admin"], [.value: "R-2", .primary: true]], [.type: "admin", .value: "r-2", .primary: true]),
            (
                [[.type: "admin"], [.display: "Administrator"]],
                [.type: "admin", .value: "r-2", .display: "Administrator"]
            ),
        ] as [([AttributeValue], AttributeValue)])
    func twins(_ roles: [AttributeValue], _ kept: AttributeValue) async throws {
        let user = try await fixture.createUser("anna", [.roles: .array(roles)])
        #expect(user.attributes[.roles] == [kept])
        let ben = try await fixture.createUser("ben")
        let patched = try await fixture.patch(
            .user, ben.id, ["op": "replace", "path": "roles", "value": .array(roles)])
        #expect(patched.attributes?[.roles] == [kept])
        var body = ben.attributes
        body[.roles] = .array(roles)
        let replaced = try await fixture.service.replace(
            ResourceKey(.user, ResourceID(ben.id)), with: .complex(body), if: .none, selecting: .byDefault,
            for: fixture.administrator)
        #expect(replaced.attributes[.roles] == [kept])
    }

    @Test("groups have no roles")
    func groups() async throws {
        #expect(try await fixture.createGroup("Engineers").attributes[.roles] == nil)
    }
}

/// Knows one role and leaves out all others.
private struct KeepsNoOthers: RoleResolver {
    let catalogue = [Role(id: "r-1", name: "Viewer", type: "viewer")]

    func roles(of subject: RoleSubject) -> [RoleGrant] { [RoleGrant(catalogue[0], from: .byDefault)] }

    func kept(_ pushed: [AttributeValue]) -> [AttributeValue] { pushed.filter { $0[.value] == "r-1" } }
}
