import PluginConfiguring
import RoleRules
import RosterCore
import SCIM
import Testing

@Suite("RFC 7643 §4.1.2 — roles that the catalogue does not know, and defaults")
struct UnknownRoleTests {
    private static let pushed: [AttributeValue] = [
        ["value": "boss"], ["type": "Administrator"], ["value": "reader", "primary": true], ["display": "reader"],
        ["value": #"{"id":"1","value":"chief","displayName":"Chief"}"#],
        ["value": #"{"id":"2","value":"admin","displayName":"Administrator"}"#], ["value": "", "display": "Reader"],
        "Administrator", ["primary": true],
    ]

    /// What is kept of the roles that the catalogue knows: all as they were pushed, with an id where there was none.
    private static let known: [AttributeValue] = [
        ["type": "Administrator", "value": "admin"], pushed[2], ["display": "reader", "value": "reader"], pushed[5],
        ["value": "reader", "display": "Reader"], "Administrator",
    ]

    private func resolver(_ more: String) async throws -> any RoleResolver {
        let text = """
            roles:
              - { id: reader, name: Reader }
              - { id: admin, name: Administrator, type: Administrator }
              - { id: guest, name: Guest }
            \(more)
            """
        let (resolver, problems) = try await configure(.rules, text)
        #expect(problems == [])
        return try #require(resolver)
    }

    @Test("are kept as they are unless the configuration says otherwise", arguments: ["", "unknown: keep"])
    func keep(_ setting: String) async throws {
        let kept = try await resolver(setting).kept(Self.pushed)
        #expect(
            kept == [
                Self.pushed[0], Self.known[0], Self.known[1], Self.known[2], Self.pushed[4], Self.known[3],
                Self.known[4],
                Self.known[5],
            ])
    }

    @Test("are left out, and are no roles where they were kept before")
    func ignore() async throws {
        let resolver = try await resolver("unknown: ignore\ndefault: reader")
        #expect(try await resolver.kept(Self.pushed) == Self.known)
        let user = RoleSubject(id: ResourceID("u"), attributes: [.roles: .array(Self.pushed)], groups: [])
        #expect(try await resolver.roles(of: user).map(\.role.id) == ["admin", "reader"])
        let stranger = RoleSubject(id: nil, attributes: [.roles: [["value": "boss"]]], groups: [])
        #expect(try await resolver.roles(of: stranger).map(\.origin) == [.byDefault])
    }

    private static let refused: [(AttributeValue, String)] = [
        (pushed[0], "'roles': the role 'boss' is not known here"),
        (pushed[4], "'roles': the role 'chief' is not known here"),
        (["type": "owner"], "'roles': the role 'owner' is not known here"),
        (["display": "owner"], "'roles': the role 'owner' is not known here"),
        (
            ["value": #" {"id":"1","value":null,"displayName":"Default Access"}"#],
            "'roles': the role 'Default Access' is not known here"
        ),
    ]

    /// Values without an id; none of them names a role of the catalogue.
    private static let nameless: [AttributeValue] = [
        ["primary": true], ["type": "X", "primary": true], ["display": "Owner"], ["value": " ", "type": "X"], " ",
        ["value": ""],
        ["value": #"{"id":"1","value":null,"displayName":"Default Access"}"#],
        ["value": #" {"id":"1","value":"","displayName":"Default Access"}"#],
        #"{"id":"1","displayName":"Default Access"}"#,
        ["value": "\n\t{\"id\":\"1\",\"value\":\" \"}"], ["value": "{}"],
    ]

    @Test("are no roles without an id, whatever becomes of others", arguments: nameless, ["keep", "ignore"])
    func withoutID(_ value: AttributeValue, unknown: String) async throws {
        let resolver = try await resolver("unknown: \(unknown)\ndefault: reader")
        #expect(try await resolver.kept([value, ["value": "admin"]]) == [["value": "admin"]])
        let new = RoleSubject(id: nil, attributes: [.roles: [value]], groups: [])
        #expect(try await resolver.roles(of: new).map(\.origin) == [.byDefault])
        let old = RoleSubject(id: ResourceID("u"), attributes: [.roles: [value]], groups: [])
        #expect(try await resolver.roles(of: old) == [])
    }

    @Test("a value that names nothing is left out, also where unknown roles are refused")
    func nothing() async throws {
        let kept = try await resolver("unknown: reject").kept([["primary": true], ["value": "reader"]])
        #expect(kept == [["value": "reader"]])
    }

    @Test(
        "an app role without an id is found by its name",
        arguments: [
            #"{"id":"1","value":null,"displayName":"administrator"}"#, #" {"value":"","displayName":"Administrator"}"#,
            #"{"displayName":"Administrator"}"#,
        ])
    func appRole(_ text: String) async throws {
        let resolver = try await resolver("unknown: reject")
        let pushed: [AttributeValue] = [["value": .string(text)]]
        #expect(try await resolver.kept(pushed) == pushed)
        let user = RoleSubject(id: ResourceID("u"), attributes: [.roles: .array(pushed)], groups: [])
        #expect(try await resolver.roles(of: user).map(\.role.id) == ["admin"])
    }

    @Test("are refused by name", arguments: refused)
    func reject(_ value: AttributeValue, detail: String) async throws {
        let resolver = try await resolver("unknown: reject")
        let error = await #expect(throws: SCIMError.self) { try await resolver.kept([["value": "reader"], value]) }
        #expect(error == SCIMError(.invalidValue, "\(detail)"))
        #expect(try await resolver.kept(Array(Self.pushed[5...7])) == Array(Self.known[3...5]))
    }

    @Test(
        "the default follows from the type of the user, in any letter case",
        arguments: [("Contractor", "guest"), ("CONTRACTOR", "guest"), ("employee", "admin"), ("Other", "reader")])
    func defaults(_ type: String, role: String) async throws {
        let resolver = try await resolver("default: reader\ndefaults: { Contractor: guest, Employee: admin }")
        let user = RoleSubject(id: nil, attributes: ["userType": .string(type)], groups: [])
        let grants = try await resolver.roles(of: user)
        #expect(grants.map(\.role.id) == [role] && grants.map(\.origin) == [.byDefault])
    }

    @Test("without a default for all others these have none")
    func noGeneralDefault() async throws {
        let resolver = try await resolver("defaults: { Contractor: guest }")
        #expect(try await resolver.roles(of: RoleSubject(id: nil, attributes: [:], groups: [])) == [])
    }
}
