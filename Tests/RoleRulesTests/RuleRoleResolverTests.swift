import RoleRules
import RosterCore
import SCIM
import Testing

@Suite("RFC 7643 §4.1.2 — roles that were pushed")
struct RuleRoleResolverTests {
    private static let admin = Role(id: "admin", name: "Administrator", type: "Administrators")
    private static let editor = Role(id: "role-2", name: "Éditeur")
    private static let member = Role(id: "member", name: "Member")
    private let resolver = RuleRoleResolver(catalogue: [admin, editor, member], default: member)

    private func subject(_ roles: AttributeValue?, id: ResourceID? = nil, given: String? = nil) -> RoleSubject {
        var attributes: Attributes = ["userName": "ines"]
        attributes[.roles] = roles
        return RoleSubject(id: id, attributes: attributes, groups: [], defaultRole: given)
    }

    private static let matches: [(AttributeValue, Role)] = [
        (["value": "admin"], admin), (["value": "ADMIN"], admin), ("admin", admin),
        (["value": "x", "type": "administrators"], admin), (["type": "Administrators"], admin),
        (["display": "administrator"], admin), (["value": "x", "display": "ADMINISTRATOR"], admin),
        (["value": "Administrator"], admin), ("administrator", admin),
        (["value": "Éditeur", "display": "Administrator"], editor),
        (["value": "Éditeur", "type": "Administrators"], admin),
        (["display": "e\u{301}DITEUR"], editor), (["value": "ｒｏｌｅ-2"], editor),
        (["value": "role-2", "type": "Administrators", "display": "Member"], editor),
        (["value": "x", "type": "Administrators", "display": "Member"], admin),
        (["value": "", "display": "Member"], member),
    ]

    @Test("a role is found by its id, else by type, else by name, in any letter case", arguments: matches)
    func matching(_ value: AttributeValue, role: Role) {
        for roles in [value, .array([value])] {
            #expect(resolver.roles(of: subject(roles)) == [RoleGrant(role, from: .pushed)])
        }
    }

    private static let unknownRoles: [(AttributeValue, Role)] = [
        (["value": "billing", "type": "Administrator"], Role(id: "billing", name: "billing", type: "Administrator")),
        (["value": "x", "display": "The X"], Role(id: "x", name: "The X")),
        (["value": "{"], Role(id: "{", name: "{")),
    ]

    @Test("an unknown role is one of its own", arguments: unknownRoles)
    func unknown(_ value: AttributeValue, role: Role) {
        #expect(resolver.roles(of: subject([value])) == [RoleGrant(role, from: .pushed)])
    }

    @Test(
        "Entra ID's app roles, JSON in a string, are opened",
        arguments: [
            (#"{"id":"18d1","value":"admin","displayName":"Chief"}"#, admin),
            (#"{"id":"18d1","value":"x","displayName":"Member"}"#, member),
            (#"{"id":"18d1","value":"Reader","displayName":"May read"}"#, Role(id: "Reader", name: "May read")),
        ])
    func appRole(_ text: String, role: Role) {
        #expect(resolver.roles(of: subject([["value": .string(text)]])) == [RoleGrant(role, from: .pushed)])
    }

    @Test("roles come in the order in which they were pushed, and each once")
    func order() {
        let roles: AttributeValue = [
            ["value": "new"], ["value": "role-2"], ["display": "Administrator"], ["value": "Admin"], ["value": "NEW"],
        ]
        let grants = resolver.roles(of: subject(roles))
        #expect(grants.map(\.role.id) == ["new", "role-2", "admin"])
        #expect(grants.allSatisfy { $0.origin == .pushed })
    }

    @Test(
        "without a role a new user has the default one, and one that exists has none",
        arguments: [nil, .null, [], "", [["value": ""]], [["primary": true]], [7], true] as [AttributeValue?])
    func byDefault(_ roles: AttributeValue?) {
        #expect(resolver.roles(of: subject(roles)) == [RoleGrant(Self.member, from: .byDefault)])
        #expect(resolver.roles(of: subject(roles, id: ResourceID("u"), given: "member")) == [])
        #expect(RuleRoleResolver(catalogue: [Self.admin]).roles(of: subject(roles)) == [])
    }

    @Test("the role that was given at creation is told from those that were pushed")
    func given() {
        let roles: AttributeValue = [["value": "admin"], ["value": "member"]]
        let user = ResourceID("u")
        #expect(
            resolver.roles(of: subject(roles, id: user, given: "member")) == [
                RoleGrant(Self.admin, from: .pushed), RoleGrant(Self.member, from: .byDefault),
            ])
        #expect(resolver.roles(of: subject(roles, id: user)).allSatisfy { $0.origin == .pushed })
    }
}
