import ConformanceLedger
import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("RFC 7644 §3.3 to §3.6 — what the service does with one resource")
struct ProvisioningServiceTests {
    private let fixture = ServiceFixture()

    @Test(
        "a created resource is shown with schemas, id, meta and its URL",
        .shows(
            "7643-3-a", "7643-3.1-a", "7643-3.1-g", "7643-3.3-a", "7643-4.1.1-e", "7643-4.3-a", "7644-3.1-c",
            "7644-3.3-c", "7644-3.3-d", "7644-3.3-g", "7644-3.4.1-a"))
    func create() async throws {
        let enterprise = Schema.enterpriseUser.id
        let user = try await fixture.createUser(
            "anna",
            [
                AttributeName(enterprise): ["department": "Sales", "manager": [.value: "boss"]], .password: "secret",
                "colour": "red",
            ])
        #expect(user.location == "https://example.com/scim/Users/\(user.id)")
        #expect(user.attributes[.schemas] == [.string(Schema.user.id), .string(enterprise)])
        #expect(user.attributes[.userName] == "anna")
        #expect(user.attributes[.password] == nil)
        #expect(user.attributes["colour"] == nil)
        let manager = user.attributes[AttributeName(enterprise)]?["manager"]
        #expect(manager == [.value: "boss", .reference: "https://example.com/scim/Users/boss"])
        let meta = try #require(user.attributes[.meta])
        #expect(meta["resourceType"] == "User")
        #expect(meta["location"]?.string == user.location)
        #expect(meta["version"]?.string == user.version.entityTag)
        #expect(meta["created"] == meta["lastModified"])
        #expect(meta["created"]?.string.flatMap { DateTime($0) } != nil)
        #expect(try await fixture.read(.user, user.id) == user.attributes)
    }

    @Test(
        "what is not valid is refused and not kept",
        arguments: [
            ("garbage", .invalidSyntax),
            ([.schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], .userName: "anna"], .invalidSyntax),
            ([.schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"]], .invalidValue),
            (
                [.schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], .userName: "anna", .active: "perhaps"],
                .invalidValue
            ),
        ] as [(AttributeValue, SCIMError.Code)])
    func invalid(_ body: AttributeValue, _ code: SCIMError.Code) async throws {
        let error = await #expect(throws: SCIMError.self) {
            try await fixture.service.create(body, as: .user, selecting: .byDefault, for: fixture.administrator)
        }
        #expect(error?.code == code)
        #expect(try await fixture.store.search(Query(.user)).totalResults == 0)
    }

    @Test("a taken userName is refused", .shows("7643-4.1.1-b", "7644-3.3-e"))
    func uniqueness() async throws {
        try await fixture.createUser("anna")
        let error = await #expect(throws: SCIMError.self) { try await fixture.createUser("ANNA") }
        #expect(error?.code == .uniqueness)
    }

    @Test("an answer holds what was asked for, id and schemas", .shows("7644-3.4.2.5-a", "7644-3.9-a", "7644-3.9-b"))
    func projection() async throws {
        let user = try await fixture.createUser(
            "anna", ["name": ["givenName": "Anna", "familyName": "Li"], "title": "Chief"])
        let some = try AttributeSelection(attributes: ["name.givenName"], excludedAttributes: nil, of: .user)
        #expect(
            try await fixture.read(.user, user.id, some)
                == [.schemas: [.string(Schema.user.id)], .id: .string(user.id), "name": ["givenName": "Anna"]])
        let most = try AttributeSelection(attributes: nil, excludedAttributes: ["name", "meta", "roles"], of: .user)
        #expect(
            try await fixture.read(.user, user.id, most)
                == [.schemas: [.string(Schema.user.id)], .id: .string(user.id), .userName: "anna", "title": "Chief"])
    }

    @Test(
        "PUT replaces what clients can write and keeps the rest",
        .shows("7643-3.1-f", "7643-4.1.2-d", "7644-3.5.1-a", "7644-3.5.1-b", "7644-3.5.1-d", "7644-3.5.1-f"))
    func replace() async throws {
        let user = try await fixture.createUser("anna", ["title": "Chief", .displayName: "Anna"])
        let group = try await fixture.createGroup("Engineers", members: [.member(user.id)])
        let body: AttributeValue = [
            .schemas: [.string(Schema.user.id)], .userName: "anna", .id: "another", "title": "Engineer",
        ]
        let key = ResourceKey(.user, ResourceID(user.id))
        let replaced = try await fixture.service.replace(
            key, with: body, if: Precondition(version: user.version), selecting: .byDefault, for: fixture.administrator)
        #expect(replaced.id == user.id)
        #expect(replaced.version != user.version)
        #expect(replaced.attributes["title"] == "Engineer")
        #expect(replaced.attributes[.displayName] == nil)
        #expect(replaced.attributes[.groups]?.values.first?[.value]?.string == group.id)
        #expect(replaced.attributes[.meta]?["created"] == user.attributes[.meta]?["created"])
        let error = await #expect(throws: SCIMError.self) {
            try await fixture.service.replace(
                key, with: body, if: Precondition(version: user.version), selecting: .byDefault,
                for: fixture.administrator)
        }
        #expect(error?.code == .preconditionFailed)
    }

    @Test("PATCH changes a part and shows the whole", .shows("7644-3.5.2-d", "7644-3.5.2-k"))
    func patch() async throws {
        let user = try await fixture.createUser("anna", ["title": "Chief"])
        let patched = try await fixture.patch(
            .user, user.id, ["op": "Replace", "path": "active", "value": "False"], ["op": "remove", "path": "title"])
        #expect(patched.attributes?[.active] == false)
        #expect(patched.attributes?["title"] == nil)
        #expect(try await fixture.read(.user, user.id) == patched.attributes)
        let error = await #expect(throws: SCIMError.self) {
            try await fixture.patch(.user, user.id, ["op": "replace", "path": "colour", "value": "red"])
        }
        #expect(error?.code == .invalidPath)
    }

    @Test("what was deleted is not found", .shows("7644-3.4.1-b", "7644-3.6-b", "7644-3.6-d"))
    func delete() async throws {
        let user = try await fixture.createUser("anna")
        let group = try await fixture.createGroup("Engineers", members: [.member(user.id)])
        let key = ResourceKey(.user, ResourceID(user.id))
        try await fixture.service.delete(key, if: .none, for: fixture.administrator)
        #expect(try await fixture.read(.group, group.id)[.members] == nil)
        for call in [
            { _ = try await fixture.read(.user, user.id) },
            { try await fixture.service.delete(key, if: .none, for: fixture.administrator) },
            { _ = try await fixture.patch(.user, user.id, ["op": "add", "path": "title", "value": "Chief"]) },
        ] as [() async throws -> Void] {
            let error = await #expect(throws: SCIMError.self) { try await call() }
            #expect(error?.code == .notFound)
        }
    }
}
