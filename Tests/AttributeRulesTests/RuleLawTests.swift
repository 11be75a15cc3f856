import AttributeRules
import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("Records by rules — the laws of a lens")
struct RuleLawTests {
    static let mappings = [
        "",
        "users: {userName: title, title: userName}\ngroups: {name: displayName, people: members}",
        "users: {first: name.givenName, whole: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'}",
        """
        users:
          mail: {from: emails.value, pick: primary-or-first}
          work: 'emails[type eq "work"].value'
          home: 'emails[type eq "home"].value'
          kind: {from: emails.type, pick: primary-or-first}
          town: 'addresses[type eq "work"].locality'
          land: 'addresses[type eq "work"].country'
        """,
        """
        users:
          shown: {from: [name.formatted, displayName, nickName]}
          state: {from: active, values: {true: active, false: blocked}}
          role: {from: title, values: {Engineer: e, Manager: m}, direction: to-application}
          job: {from: title, values: {Engineer: staff, Manager: boss}}
          label: {template: '{name.givenName}{title}'}
          secret: {from: userType, direction: from-application}
          roles: {from: roles, each: {uuid: value, name: {from: display, direction: to-application}}}
          phones: phoneNumbers.value
          uuid: id
        groups:
          members: {from: members, each: {uuid: value, what: type}}
        """,
    ]

    @Test("hold for random resources and records", arguments: mappings, [true, false])
    func laws(_ text: String, keepsOthers: Bool) async throws {
        let mapper = try await Mapping(text, keepingOthers: keepsOthers).mapper
        try Laws(mapper).check(rounds: 1_500)
    }

    @Test("hold for the example of the page")
    func page() async throws {
        try Laws(try await MappingPage().mapping().mapper).check(rounds: 4_000)
    }

    @Test("are kept as the kit for mappers sees it", arguments: mappings.suffix(2), [true, false])
    func conformance(_ text: String, keepsOthers: Bool) async throws {
        let mapper = try await Mapping(text, keepingOthers: keepsOthers).mapper
        try await MapperConformance(mapper).run()
    }
}

/// Plays both laws with resources that are made up, and records that are mixed from those of others.
private struct Laws {
    /// The fields of the mappings above that go to the application only.
    private static let readOnly: Set<AttributeName> = [
        "id", "meta", "groups", "uuid", "label", "role", "kind", "source", "createdAt", "updatedAt", "teams",
    ]

    let mapper: any AttributeMapper
    private var directory = RandomDirectory(seed: 20_251_123)
    private var random = SeededGenerator(seed: 7)

    init(_ mapper: any AttributeMapper) { self.mapper = mapper }

    func check(rounds: Int) throws {
        var laws = self
        var taken = 0
        for round in 0..<rounds {
            let type: ResourceType = round % 4 == 3 ? .group : .user
            if try laws.round(laws.resource(type), laws.resource(type), of: type) { taken += 1 }
        }
        #expect(taken > rounds / 10, "records were refused nearly always: \(taken) of \(rounds) taken")
    }

    /// - Returns: Whether the mixed record was taken.
    private mutating func round(_ first: Attributes, _ second: Attributes, of type: ResourceType) throws -> Bool {
        guard let before = try? mapper.record(from: first, of: type) else { return false }
        let unchanged = try mapper.attributes(first, updatedFrom: before, of: type)
        #expect(unchanged == first)
        let other = (try? mapper.record(from: second, of: type)) ?? [:]
        let record = mixed(before, other)
        guard let after = try? mapper.attributes(first, updatedFrom: record, of: type) else { return false }
        let read = try mapper.record(from: after, of: type)
        for name in Set(record.map(\.name) + read.map(\.name)) where name != "secret" {
            let wanted = record[name].flatMap { $0.isUnassigned ? nil : $0 }
            if Self.readOnly.contains(name), wanted == nil || wanted == before[name] { continue }
            if name == "roles" {
                #expect(ids(of: wanted) == ids(of: read[name]))
            } else {
                #expect(read[name] == wanted, "\(name) of \(record)")
            }
        }
        return true
    }

    /// What of a list of roles goes both ways.
    private func ids(of roles: AttributeValue?) -> [AttributeValue?] {
        (roles?.values ?? []).map { $0["uuid"] ?? $0[.value] }
    }

    /// Fields of one record and of another, some taken away, some null, some computed ones left out.
    private mutating func mixed(_ record: Attributes, _ other: Attributes) -> Attributes {
        var mixed = Attributes()
        for name in Set(record.map(\.name) + other.map(\.name)).sorted(by: { $0.text < $1.text }) {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: mixed[name] = .null
            case 1: continue
            case 2, 3: mixed[name] = other[name]
            default: mixed[name] = record[name]
            }
        }
        for name in ["label", "role"] as [AttributeName] where Bool.random(using: &random) { mixed[name] = nil }
        return mixed
    }

    private mutating func resource(_ type: ResourceType) -> Attributes {
        var attributes = type == .user ? directory.user().attributes : directory.group(of: []).attributes
        if type == .group {
            let members = (0..<Int.random(in: 0...3, using: &random)).map { number -> AttributeValue in
                [.value: .string("\(number)"), .type: Bool.random(using: &random) ? "User" : "Group"]
            }
            attributes[.members] = members.isEmpty ? nil : .array(members)
        }
        if Bool.random(using: &random) { attributes[.id] = "7" }
        if Bool.random(using: &random) {
            attributes[.meta] = ["created": "2026-01-31T09:30:00.000Z", "resourceType": .string(type.name)]
        }
        if type == .user, Bool.random(using: &random) { attributes[.groups] = [[.value: "g", .display: "G"]] }
        if Int.random(in: 0..<20, using: &random) == 0 { attributes["emails"] = [] }
        return attributes
    }
}
