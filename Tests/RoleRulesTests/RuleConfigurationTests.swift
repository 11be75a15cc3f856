import PluginConfiguring
import RoleRules
import RosterCore
import Testing

@Suite("Roles by rules — reading rules")
struct RuleConfigurationTests {
    private static let department = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"

    /// Rules, and what is said of them; the catalogue is the first line and `rules:` the second.
    private static let refused: [(rule: String, problems: [String])] = [
        ("{ role: admin, group: { id: g } }", ["c:3:5: error: 'name' is missing"]),
        (
            "{ name: ' ', role: admin, group: { id: g } }",
            ["c:3:13: error: 'name' must be a text that is not empty, not ' '"]
        ),
        ("{ name: r, group: { id: g } }", ["c:3:5: error: a rule needs 'role' or 'roles'"]),
        (
            "{ name: r, role: admin, roles: [reader], group: { id: g } }",
            ["c:3:36: error: a rule has either 'role' or 'roles', not both"]
        ),
        ("{ name: r, roles: [], group: { id: g } }", ["c:3:23: error: 'roles' must not be empty"]),
        (
            "{ name: r, role: admn, group: { id: g } }",
            ["c:3:22: error: no role of the catalogue has the id 'admn'; did you mean 'admin'?"]
        ),
        (
            "{ name: r, roles: [reader, Admin, reader], group: { id: g } }",
            [
                "c:3:32: error: no role of the catalogue has the id 'Admin'; did you mean 'admin'?",
                "c:3:39: error: the role 'reader' is listed already",
            ]
        ),
        ("{ name: r, rol: admin, group: { id: g } }", ["c:3:16: error: unknown key 'rol'; did you mean 'role'?"]),
        ("{ name: r, role: admin }", ["c:3:5: error: a rule needs 'group', 'users' or both"]),
        ("{ name: r, role: admin, grup: {} }", ["c:3:29: error: unknown key 'grup'; did you mean 'group'?"]),
        (
            "{ name: r, role: admin, group: {} }",
            ["c:3:29: error: 'group' needs one of id, external-id, name, pattern"]
        ),
        (
            "{ name: r, role: admin, group: { nme: x } }",
            ["c:3:38: error: unknown key 'nme'; did you mean 'name'?"]
        ),
        (
            "{ name: r, role: admin, group: { name: x, pattern: 'x*', id: 7 } }",
            [
                "c:3:56: error: the group is named by 'name' already; use one of them",
                "c:3:66: error: the group is named by 'name' already; use one of them",
            ]
        ),
        (
            "{ name: r, role: admin, group: { name: '' } }",
            ["c:3:44: error: 'name' must be a text that is not empty, not ''"]
        ),
        ("{ name: r, role: admin, group: x }", ["c:3:36: error: 'group' must be a mapping, not a single value"]),
        (
            "{ name: r, role: admin, users: 'title eq' }",
            ["c:3:36: error: expected a value at character 9"]
        ),
        (
            "{ name: r, role: admin, users: 'active gt true' }",
            ["c:3:36: error: 'gt' cannot be used on 'active', a boolean"]
        ),
        (
            "{ name: r, role: admin, users: 'title pr or department eq \"Finance\"' }",
            ["c:3:36: error: unknown attribute 'department'; it stands in an extension: write \(department)"]
        ),
        (
            "{ name: r, role: admin, users: 'name.givenNme sw \"A\"' }",
            ["c:3:36: error: unknown attribute 'name.givenNme'; did you mean 'name.givenName'?"]
        ),
        (
            "{ name: r, role: admin, users: 'not (emails[kind eq \"work\"])' }",
            ["c:3:36: error: unknown attribute 'kind'"]
        ),
        (
            "{ name: r, role: admin, users: 'password pr' }",
            ["c:3:36: error: 'password' is never returned, so it cannot be searched for"]
        ),
        (
            "{ name: r, role: admin, users: 'meta.created pr' }",
            ["c:3:36: error: 'meta.created' is not at hand where roles are decided"]
        ),
        (
            "{ name: r, role: admin, users: 'groups[$ref pr]' }",
            ["c:3:36: error: '$ref' is not at hand where roles are decided"]
        ),
        ("{ name: r, role: admin, users: '' }", ["c:3:36: error: 'users' must be a text that is not empty, not ''"]),
        ("admins", ["c:3:5: error: item 1 of 'rules' must be a mapping, not a single value"]),
    ]

    @Test("what is wrong with a rule is shown at its place", arguments: refused)
    func refusal(_ rule: String, problems: [String]) async throws {
        let text = "roles: [{ id: reader, name: Reader }, { id: admin, name: Administrator }]\nrules:\n  - \(rule)"
        let (resolver, shown) = try await configure(.rules, text)
        #expect(resolver == nil && shown == problems)
    }

    @Test("all that is wrong comes at once")
    func together() async throws {
        let text = """
            unknown: maybe
            roles: [{ id: reader, nam: Reader }]
            default: none
            rules:
              - { name: r, role: reader, group: { name: A } }
              - { name: R, role: boss, users: 'x pr', colour: red }
              - 7
              - { role: reader }
            """
        let problems = try await configure(.rules, text).problems
        #expect(
            problems == [
                "c:1:10: error: 'unknown' must be one of keep, ignore, reject, not 'maybe'",
                "c:2:23: error: unknown key 'nam'; did you mean 'name'?",
                "c:3:10: error: no role of the catalogue has the id 'none'",
                "c:6:13: error: another rule has the name 'R' already",
                "c:6:22: error: no role of the catalogue has the id 'boss'",
                "c:6:35: error: unknown attribute 'x'",
                "c:6:43: error: unknown key 'colour'; known here: name, role, roles, group, users",
                "c:7:5: error: item 3 of 'rules' must be a mapping, not a single value",
                "c:8:5: error: 'name' is missing", "c:8:5: error: a rule needs 'group', 'users' or both",
            ])
    }
}
