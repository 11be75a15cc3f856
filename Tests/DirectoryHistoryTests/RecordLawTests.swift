import AttributeRules
import Logging
import PluginConfiguring
import RoleRules
import RosterCore
import RosterCrypto
import RosterTesting
import SCIM
import Testing

@Suite("Writing records — what was written is what is read, or it is refused")
struct RecordLawTests {
    private static let rules = """
        keep-others: false
        users:
          login: userName
          active: active
          job: title
          badge: "urn:example:test:1.0:User:badge"
          mails: emails.value
          addresses: { from: emails, each: { mail: value, kind: type, note: display } }
          places: { from: addresses, each: { street: streetAddress, city: locality } }
          roles: { from: roles, each: { uuid: value, name: { from: display, direction: to-application } } }
          team: { from: roles, each: { label: display, id: { from: value, direction: to-application } } }
        """
    /// Without those fields of ``rules`` that write what others write.
    private static func rules(without fields: String...) -> String {
        rules.split(separator: "\n").filter { line in !fields.contains { line.contains(" \($0):") } }
            .joined(separator: "\n")
    }
    private static let roles = """
        unknown: ignore
        roles: [ { id: admin, name: Administrator }, { id: reader, name: Reader } ]
        """
    private static let types: [ResourceType] = [
        ResourceType(
            name: "User", endpoint: "/Users", description: "", schema: .user,
            extensions: [
                ResourceType.SchemaExtension(
                    Schema(
                        id: "urn:example:test:1.0:User", name: "Test", description: "",
                        attributes: [.init("badge", description: "", mutability: .immutable)]))
            ]), .group,
    ]
    private static let stored: Attributes = [
        "schemas": [.string(Schema.user.id), "urn:example:test:1.0:User"], "userName": "ada", "active": true,
        "title": "Clerk", "urn:example:test:1.0:User": ["badge": "7"],
        "emails": [["value": "a@example.com", "type": "work"], ["value": "b@example.com", "type": "home"]],
        "addresses": [
            ["streetAddress": "1 Main Street", "locality": "Bern", "country": "CH"], ["country": "FR"],
        ],
        "roles": [["value": "admin", "display": "Administrator"]],
    ]

    private let provenance = Provenance(actor: "a", request: "r")

    private func directory(_ rules: String?) async throws -> (Directory, ResourceID) {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let roles = try #require(try await configure(PluginFactory<any RoleResolver>.rules, Self.roles).product)
        var mapper: any AttributeMapper = PlainRecords()
        if let rules {
            let (made, problems) = try await configure(
                PluginFactory<any AttributeMapper>.rules, rules, types: Self.types)
            #expect(problems == [])
            mapper = try #require(made)
        }
        let service = ProvisioningService(
            store: InMemoryStore(), roles: roles, types: Self.types, cursors: AESCursorSeal(), logger: logger)
        var repairs = Repairs()
        let caller = Caller(Principal(id: "1", name: "", scopes: [.all]), baseURL: "")
        let user = try await service.create(
            .complex(Self.stored), as: Self.types[0], selecting: .byDefault, for: caller, repairs: &repairs)
        let id = try #require(user.attributes[.id]?.string)
        return (Directory(service: service, mapper: mapper, logger: logger), ResourceID(id))
    }

    private static let refused: [Attributes] = [
        ["active": "true"], ["active": "yes"], ["job": ["Chief"]], ["job": ""], ["badge": .null], ["badge": "8"],
        ["mails": ["c@example.com", "c@example.com"]], ["mails": "a@example.com"], ["mails": [""]],
        ["places": [["street": "1", "city": "Bern"], ["street": "1", "city": "Bern"]]], ["places": [[:], [:]]],
        ["roles": [["uuid": "king"]]], ["roles": [["uuid": "admin"], ["uuid": "admin"]]], ["roles": [[:]]],
        ["roles": [["uuid": "reader"], ["uuid": "king"]]], ["login": .null], ["nothing": "x"],
    ]

    @Test("by rules: what would be read otherwise is refused and changes nothing", arguments: refused)
    func refusal(_ patch: Attributes) async throws {
        let (directory, id) = try await directory(Self.rules(without: "addresses", "team"))
        let before = try await directory.user(id)
        let error = await #expect(throws: SCIMError.self) {
            try await directory.change(id, with: patch, by: provenance)
        }
        #expect(error?.code == .invalidValue || error?.code == .mutability)
        #expect(try await directory.user(id) == before)
    }

    @Test("records of values that differ in one field alone, which would become one, are refused")
    func similar() async throws {
        let (directory, id) = try await directory(Self.rules(without: "mails", "team"))
        let one: AttributeValue = ["mail": "c@example.com", "kind": "work", "note": "x"]
        let other: AttributeValue = ["mail": "c@example.com", "kind": "work", "note": "y"]
        await #expect(throws: SCIMError.self) {
            try await directory.change(id, with: ["addresses": [one, other]], by: provenance)
        }
        let third: AttributeValue = ["mail": "c@example.com", "kind": "home", "note": "y"]
        let changed = try await directory.change(id, with: ["addresses": [one, third]], by: provenance)
        #expect(changed.record?["addresses"] == [one, third])
    }

    private static let taken: [Attributes] = [
        ["job": "Chief"], ["job": .null], ["job": .null, "active": false], ["mails": ["c@example.com"]], ["mails": []],
        ["roles": [["uuid": "reader"], ["uuid": "admin"]]], ["roles": .null], ["badge": "7"], ["places": .null],
        ["places": [["city": "Bern"], [:], ["street": "2"]]],
    ]

    @Test("by rules: what can be kept is taken, and read as it was written", arguments: taken)
    func writing(_ patch: Attributes) async throws {
        let (directory, id) = try await directory(Self.rules(without: "addresses", "team"))
        let before = try #require(try await directory.user(id).record)
        let changed = try #require(try await directory.change(id, with: patch, by: provenance).record)
        #expect(try await directory.user(id).record == changed)
        for (field, value) in before where patch[field] == nil { #expect(changed[field] == value, "\(field)") }
        for (field, value) in patch where field != "roles" {
            #expect(changed[field] == (value.isUnassigned ? nil : value), "\(field)")
        }
        if let roles = patch["roles"]?.array {
            #expect(changed["roles"]?.array?.map { $0["uuid"] } == roles.map { $0["uuid"] })
        }
    }

    @Test("what the roles complete in a part that the application only reads is no contradiction")
    func completion() async throws {
        let (directory, id) = try await directory(Self.rules(without: "addresses", "roles"))
        let changed = try await directory.change(id, with: ["team": [["label": "Reader"]]], by: provenance)
        #expect(changed.record?["team"] == [["label": "Reader", "id": "reader"]])
    }

    @Test("an unchanged record, whole or in part, is taken and changes nothing", arguments: [true, false])
    func unchanged(isByRules: Bool) async throws {
        let (directory, id) = try await directory(isByRules ? Self.rules(without: "addresses", "team") : nil)
        let before = try await directory.user(id)
        let record = try #require(before.record)
        #expect(try await directory.change(id, with: record, by: provenance) == before)
        for (field, value) in record {
            #expect(try await directory.change(id, with: [field: value], by: provenance) == before, "\(field)")
        }
    }

    private static let refusedPlain: [Attributes] = [
        ["active": "true"], ["title": ["Chief"]], ["title": ""], ["emails": [["value": "c"], ["value": "c"]]],
        ["emails": ["c@example.com"]], ["roles": [["value": "king"]]], ["roles": [[:]]],
        ["roles": [["display": "Reader"]]], ["id": "another"], ["password": "secret"], ["unknown": 1],
        ["urn:example:test:1.0:User": ["badge": .null]],
    ]

    @Test("without a mapper the same holds of SCIM's attributes", arguments: refusedPlain)
    func plain(_ patch: Attributes) async throws {
        let (directory, id) = try await directory(nil)
        let before = try await directory.user(id)
        await #expect(throws: SCIMError.self) { try await directory.change(id, with: patch, by: provenance) }
        #expect(try await directory.user(id) == before)
        let changed = try await directory.change(id, with: ["title": "Chief", "roles": .null], by: provenance)
        #expect(changed.record?["title"] == "Chief" && changed.record?["roles"] == nil)
    }
}
