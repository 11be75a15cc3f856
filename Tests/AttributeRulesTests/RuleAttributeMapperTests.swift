import AttributeRules
import PluginConfiguring
import RosterCore
import SCIM
import Testing

@Suite("Attributes by rules — a lens")
struct RuleAttributeMapperTests {
    private func mapper(_ text: String) async throws -> any AttributeMapper {
        let (mapper, problems) = try await configure(PluginFactory<any AttributeMapper>.rules, text)
        #expect(problems == [])
        return try #require(mapper)
    }

    private let rules = """
        users: {userName: login, externalId: externalIdpId, title: nickName, nickName: title, locale: _l}
        groups: {displayName: name}
        """

    @Test("attributes have the record's names, and what is not mentioned its own")
    func names() async throws {
        let mapper = try await mapper(rules)
        let user: Attributes = [
            "userName": "ines", "externalId": "00u1", "active": true, "title": "Welder", "emails": [["value": "i@e.x"]],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["department": "Hull"],
        ]
        let record = try mapper.record(from: user, of: .user)
        #expect(
            record.map(\.name.text) == [
                "login", "externalIdpId", "active", "nickName", "emails",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            ])
        #expect(record.map(\.value) == user.map(\.value))
        let group = try mapper.record(from: ["displayName": "Hull", "members": [["value": "1"]]], of: .group)
        #expect(group == ["name": "Hull", "members": [["value": "1"]]])
    }

    @Test("a changed record changes the attributes")
    func writing() async throws {
        let mapper = try await mapper(rules)
        let before: Attributes = ["userName": "ines", "title": "Welder"]
        let after = try mapper.attributes(before, updatedFrom: ["LOGIN": "bo", "active": false], of: .user)
        #expect(after.map(\.name.text) == ["userName", "active"] && after["userName"] == "bo")
    }

    @Test(
        "a path has the record's name of its attribute",
        arguments: [
            (AttributePath("userName"), "login"), (AttributePath("USERNAME"), "login"),
            (AttributePath("emails", "value"), "emails.value"), (AttributePath("title"), "nickName"),
            (AttributePath("nickName", "x"), "title.x"), (AttributePath("active"), "active"),
            (AttributePath(schema: "urn:example:x", "userName"), "urn:example:x:userName"),
            (AttributePath("urn:example:x"), "urn:example:x"), (AttributePath("id"), "id"),
        ])
    func paths(_ path: AttributePath, recordPath: String) async throws {
        let mapper = try await mapper(rules)
        #expect(mapper.recordPath(for: path, of: .user)?.description == recordPath)
        #expect(RuleAttributeMapper.identity.recordPath(for: path, of: .user) == path)
    }

    @Test("with nothing configured records are the attributes", arguments: ["", "users: {}", "users:\ngroups: {}"])
    func identity(_ text: String) async throws {
        let user: Attributes = ["userName": "ines", "login": "x"]
        for mapper in [try await mapper(text), RuleAttributeMapper.identity] as [any AttributeMapper] {
            for type in [ResourceType.user, .group] {
                #expect(try mapper.record(from: user, of: type) == user)
                #expect(try mapper.attributes([:], updatedFrom: user, of: type) == user)
            }
        }
    }

    @Test(
        "both laws hold for any attributes and any record",
        arguments: [
            "", "users: {userName: login}\ngroups: {displayName: name, members: people}",
            "users: {title: nickName, nickName: title}", "users: {title: nickName, nickName: locale, locale: title}",
            "users: {title: nickName, nickName: locale, locale: a, userName: b, emails: userName}",
            "users: {userName: userName, title: TITLE}",
        ])
    func laws(_ text: String) async throws {
        let mapper = try await mapper(text)
        var random = Seeded(state: 20_251_123)
        for _ in 0..<2_000 {
            let (attributes, record) = (random.attributes(depth: 2), random.attributes(depth: 2))
            for type in [ResourceType.user, .group] {
                let unchanged = try mapper.attributes(
                    attributes, updatedFrom: mapper.record(from: attributes, of: type), of: type)
                #expect(unchanged == attributes)
                let written = try mapper.attributes(attributes, updatedFrom: record, of: type)
                #expect(try mapper.record(from: written, of: type) == record)
                #expect(Set(written.map(\.name)).count == record.count)
            }
        }
    }
}

/// Random attributes that are the same at every run.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    // SplitMix64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    private static let names: [AttributeName] = [
        "userName", "USERNAME", "login", "Login", "title", "Title", "nickName", "locale", "a", "A", "b", "name",
        "people",
        "displayName", "members", "emails", "active", "externalId", "roles", "",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    ]

    mutating func attributes(depth: Int) -> Attributes {
        var attributes = Attributes()
        for _ in 0..<Int.random(in: 0...12, using: &self) {
            guard let name = Self.names.randomElement(using: &self) else { continue }
            attributes[name] = value(depth: depth)
        }
        return attributes
    }

    private mutating func value(depth: Int) -> AttributeValue {
        switch Int.random(in: 0...(depth == 0 ? 3 : 5), using: &self) {
        case 0: return .null
        case 1: return .boolean(Bool.random(using: &self))
        case 2: return .number(Number(Int.random(in: 0...9, using: &self)))
        case 3: return .string("text \(Int.random(in: 0...9, using: &self))")
        case 4: return .array((0..<Int.random(in: 0...3, using: &self)).map { _ in value(depth: depth - 1) })
        default: return .complex(attributes(depth: depth - 1))
        }
    }
}
