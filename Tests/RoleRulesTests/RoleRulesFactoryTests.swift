import PluginConfiguring
import RoleRules
import RosterCore
import SCIM
import Testing

@Suite("Roles by rules — the plug-in")
struct RoleRulesFactoryTests {
    private let factory = PluginFactory<any RoleResolver>.rules

    @Test("reads a catalogue and a default")
    func catalogue() async throws {
        let text = """
            roles:
              - {id: admin, name: Administrator, type: Admins}
              - id: member
                name: Member
                description: Everybody
                permissions: [users.read, teams.read]
            default: member
            """
        let (resolver, problems) = try await configure(factory, text)
        #expect(problems == [] && factory.type == "rules")
        let member = Role(
            id: "member", name: "Member", description: "Everybody", permissions: ["users.read", "teams.read"])
        let catalogue = try await resolver?.catalogue
        #expect(catalogue == [Role(id: "admin", name: "Administrator", type: "Admins"), member])
        let grants = try await resolver?.roles(of: RoleSubject(id: nil, attributes: [:], groups: []))
        #expect(grants == [RoleGrant(member, from: .byDefault)])
        #expect(resolver?.hasRules == false)
    }

    @Test("an empty section is a catalogue without roles")
    func empty() async throws {
        let resolver = try await configure(factory, "").product
        #expect(try await resolver?.catalogue == [])
        #expect(try await resolver?.roles(of: RoleSubject(id: nil, attributes: [:], groups: [])) == [])
    }

    @Test(
        "problems are shown at their places",
        arguments: [
            (
                "roles:\n  - {id: a, name: A}\n  - {id: A, name: B}",
                ["c:3:10: error: another role has the id 'A' already"]
            ),
            (
                "roles:\n  - {id: a, name: A}\n  - {id: b, name: a}",
                ["c:3:19: error: another role has the name 'a' already"]
            ),
            (
                "roles:\n  - {id: a, name: A, type: t}\n  - {id: b, name: B, type: T}",
                ["c:3:28: error: another role has the type 'T' already"]
            ),
            ("roles:\n  - {id: '', name: A}", ["c:2:10: error: 'id' must be a text that is not empty, not ''"]),
            (
                "roles:\n  - {id: a, name: A, description: ' ', permissions: [x, '']}",
                [
                    "c:2:35: error: 'description' must be a text that is not empty, not ' '",
                    "c:2:57: error: item 2 of 'permissions' must be a text that is not empty, not ''",
                ]
            ),
            ("roles:\n  - {id: a, nam: A}", ["c:2:13: error: unknown key 'nam'; did you mean 'name'?"]),
            (
                "roles:\n  - {id: a, name: A, kind: x}",
                ["c:2:22: error: unknown key 'kind'; known here: id, name, type, description, permissions"]
            ),
            (
                "roles:\n  - {id: a}\n  - {name: B}\n  - {id: c, name: C}\n  - {id: c, name: D}",
                [
                    "c:2:5: error: 'name' is missing", "c:3:5: error: 'id' is missing",
                    "c:5:10: error: another role has the id 'c' already",
                ]
            ),
            (
                "roles: [{id: member, name: M}]\ndefault: membr",
                ["c:2:10: error: no role of the catalogue has the id 'membr'; did you mean 'member'?"]
            ),
            (
                "roles: [{id: member, name: M}]\ndefault: Member",
                ["c:2:10: error: no role of the catalogue has the id 'Member'; did you mean 'member'?"]
            ),
            ("default: admin", ["c:1:10: error: no role of the catalogue has the id 'admin'"]),
            ("roles: admin", ["c:1:8: error: 'roles' must be a list, not a single value"]),
            ("roles: [admin]", ["c:1:9: error: item 1 of 'roles' must be a mapping, not a single value"]),
            ("role: []", ["c:1:1: error: unknown key 'role'; did you mean 'roles'?"]),
            (
                "unknown: ignored",
                ["c:1:10: error: 'unknown' must be one of keep, ignore, reject, not 'ignored'; did you mean 'ignore'?"]
            ),
            ("unknown: ''", ["c:1:10: error: 'unknown' must be one of keep, ignore, reject, not ''"]),
            ("default: ''", ["c:1:10: error: 'default' must be a text that is not empty, not ''"]),
            (
                "roles: [{id: guest, name: G}]\ndefaults:\n  Contractor: guest\n  contractor: guest\n  Other: gest\n"
                    + "  ' ': guest\n  Nobody:",
                [
                    "c:4:15: error: the user type 'contractor' has a role already; letter case plays no part",
                    "c:5:10: error: no role of the catalogue has the id 'gest'; did you mean 'guest'?",
                    "c:6:8: error: a user type must not be empty", "c:7:3: error: 'Nobody' has no value",
                ]
            ),
            ("defaults: guest", ["c:1:11: error: 'defaults' must be a mapping, not a single value"]),
        ])
    func problems(_ text: String, shown: [String]) async throws {
        let (resolver, problems) = try await configure(factory, text)
        #expect(resolver == nil && problems == shown)
    }
}
