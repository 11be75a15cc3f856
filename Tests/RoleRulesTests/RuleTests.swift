import PluginConfiguring
import RoleRules
import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("Roles by rules — groups and filters")
struct RuleTests {
    private static let admins = GroupReference(ResourceID("g1"), display: "Admins", externalID: "ext-1")
    private static let operators = GroupReference(ResourceID("g2"), display: "Ops-Berlin")
    private static let night = GroupReference(ResourceID("g3"), display: "ops-night")
    private static let nameless = GroupReference(ResourceID("g4"), display: nil, externalID: "EXT-1", isDirect: false)
    private static let finance: Attributes = [
        "title": "Accountant", AttributeName(Schema.enterpriseUser.id): ["department": "finance"],
    ]

    private func resolver(_ rules: [String]) async throws -> any RoleResolver {
        let text = """
            roles: [{ id: reader, name: Reader }, { id: admin, name: Administrator }, { id: boss, name: Boss }]
            rules:
            \(rules.map { "  - \($0)" }.joined(separator: "\n"))
            """
        let (resolver, problems) = try await configure(.rules, text)
        #expect(problems == [])
        return try #require(resolver)
    }

    private func subject(_ attributes: Attributes = [:], _ groups: [GroupReference] = []) -> RoleSubject {
        RoleSubject(id: ResourceID("u"), attributes: attributes, groups: groups)
    }

    private static let department = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"

    /// Conditions, and the groups through which they hold for a user of finance who is in all groups; `nil` for none.
    private static let conditions: [(String, [GroupReference?])] = [
        ("group: { id: g1 }", [admins]), ("group: { id: G1 }", []),
        ("group: { external-id: ext-1 }", [admins]), ("group: { external-id: EXT-1 }", [nameless]),
        ("group: { name: aDMINS }", [admins]), ("group: { name: 'Admin*' }", []),
        ("group: { pattern: 'ops-*' }", [operators, night]), ("group: { pattern: '*' }", [admins, operators, night]),
        ("group: { pattern: '*N?GHT' }", [night]), ("group: { pattern: '*n*n*n*' }", []),
        ("group: { pattern: 'ops-??????' }", [operators]), ("group: { pattern: 'ops' }", []),
        ("group: { pattern: '*-**' }", [operators, night]), ("group: { pattern: '?dmins*' }", [admins]),
        ("users: '\(department) eq \"Finance\"'", [nil]), ("users: 'title sw \"b\"'", []),
        ("users: 'not (title pr)'", []), ("users: 'id eq \"u\"'", [nil]),
        ("users: 'groups.display eq \"admins\"'", [nil]), ("users: 'groups[value eq \"g9\"]'", []),
        ("users: 'groups[value eq \"g4\" and type eq \"indirect\"]'", [nil]),
        ("users: 'groups[value eq \"g1\" and type eq \"indirect\"]'", []),
        ("group: { pattern: 'ops-*' }, users: 'title pr'", [operators, night]),
        ("group: { pattern: 'ops-*' }, users: 'active pr'", []), ("group: { id: g9 }, users: 'title pr'", []),
    ]

    @Test("a rule holds through the groups that it names and for the users that it describes", arguments: conditions)
    func condition(_ condition: String, groups: [GroupReference?]) async throws {
        let resolver = try await resolver(["{ name: r, role: admin, \(condition) }"])
        let user = subject(Self.finance, [Self.admins, Self.operators, Self.night, Self.nameless])
        let grants = try await resolver.roles(of: user)
        #expect(grants.map(\.origin) == groups.map { .rule("r", group: $0) })
        #expect(grants.allSatisfy { $0.role == Role(id: "admin", name: "Administrator") })
        #expect(resolver.hasRules)
    }

    @Test(
        "names are compared as filters compare them: by folded letters and by scalars",
        arguments: [
            ("name: 'ΔΙΑΧΕΙΡΙΣΤΕΣ'", "διαχειριστες", true), ("name: 'διαχειριστες'", "ΔΙΑΧΕΙΡΙΣΤΕΣ", true),
            ("pattern: '*ΣΤΕΣ'", "διαχειριστες", true), ("pattern: 'क*'", "किरण", true),
            ("pattern: '*ा'", "राजा", true), ("pattern: 'Jos?'", "Jose\u{301}", true), ("pattern: 'Jose*'", "José", false),
            ("pattern: '👩*'", "👩‍👩‍👧 Crew", true), ("pattern: 'cafe\u{301}*'", "CAFÉ 1", true),
            ("pattern: '＊*'", "＊1", true), ("pattern: '＊*'", "1", false),
        ])
    func scripts(_ condition: String, name: String, holds: Bool) async throws {
        let resolver = try await resolver(["{ name: r, role: admin, group: { \(condition) } }"])
        let group = GroupReference(ResourceID("g"), display: name)
        #expect(try await resolver.roles(of: subject([:], [group])).isEmpty != holds)
    }

    @Test("grants come in the order of roles and rules, one for each rule and group")
    func order() async throws {
        let resolver = try await resolver([
            "{ name: ops, roles: [reader, admin], group: { pattern: 'ops-*' } }",
            "{ name: all, role: reader, users: 'userName pr' }",
        ])
        let user = subject(
            ["userName": "ines", .roles: [["value": "boss"], ["value": "reader"]]],
            [
                Self.night, Self.operators,
            ])
        let grants = try await resolver.roles(of: user).map { "\($0.role.id): \($0.origin)" }
        #expect(
            grants == [
                "boss: pushed", "reader: pushed", "reader: rule 'ops' through group 'ops-night' (g3)",
                "reader: rule 'ops' through group 'Ops-Berlin' (g2)",
                "admin: rule 'ops' through group 'ops-night' (g3)",
                "admin: rule 'ops' through group 'Ops-Berlin' (g2)", "reader: rule 'all'",
            ])
    }

    @Test("a group of another name takes roles by rule along and leaves those that were pushed")
    func renaming() async throws {
        let resolver = try await resolver([
            "{ name: admins, role: admin, group: { name: Admins } }",
            "{ name: ops, role: reader, group: { name: Ops } }",
        ])
        var group = Self.admins
        let roles: Attributes = [.roles: [["value": "boss"]]]
        #expect(try await resolver.roles(of: subject(roles, [group])).map(\.role.id) == ["boss", "admin"])
        group.display = "Ops"
        #expect(try await resolver.roles(of: subject(roles, [group])).map(\.role.id) == ["boss", "reader"])
        #expect(try await resolver.roles(of: subject(roles)).map(\.role.id) == ["boss"])
    }

    @Test("a group that holds a group of the user counts like any other")
    func nested() async throws {
        let resolver = try await resolver(["{ name: admins, role: admin, group: { name: Admins } }"])
        let origins = try await resolver.roles(of: subject([:], [Self.night, Self.admins])).map(\.origin)
        #expect(origins == [.rule("admins", group: Self.admins)])
    }

    @Test("many users at once have the roles that each of them has alone", arguments: 1...4)
    func bulk(_ seed: UInt64) async throws {
        let resolver = try await resolver(Self.conditions.enumerated().map { "{ name: r\($0), role: admin, \($1.0) }" })
        let subjects = RandomSubjects(seed: seed).some(200)
        let together = try await resolver.roles(of: subjects)
        #expect(together.count == subjects.count && together.contains { $0.count > 3 })
        for (subject, grants) in zip(subjects, together) {
            #expect(try await resolver.roles(of: subject) == grants)
        }
    }
}
