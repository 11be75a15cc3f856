import AttributeRules
import RosterCore
import RosterTesting
import SCIM
import Testing

@Suite("Records by rules — names")
struct RuleAttributeMapperTests {
    private let rules = """
        users: {login: userName, externalIdpId: externalId, nickName: title, title: nickName, _l: locale,
          firstName: name.givenName, department: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"}
        groups: {name: displayName}
        """

    @Test("fields have their names, and attributes without a rule their own")
    func names() async throws {
        let mapping = try await Mapping(rules, keepingOthers: true)
        let user = """
            {"userName": "ines", "externalId": "00u1", "active": true, "title": "Welder", "emails": [{"value": "i@e.x"}],
            "name": {"givenName": "Ines", "familyName": "Okafor"}, "unheardOf": 1,
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Hull", "division": "D"}}
            """
        let record = """
            {"login": "ines", "externalIdpId": "00u1", "nickName": "Welder", "firstName": "Ines", "department": "Hull",
            "active": true, "emails": [{"value": "i@e.x"}], "name": {"familyName": "Okafor"}, "unheardOf": 1,
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"division": "D"}}
            """
        #expect(try mapping.record(user) == attributes(record))
        #expect(try mapping.writing(record) == attributes(user))
        #expect(
            try mapping.record(#"{"displayName": "Hull", "members": [{"value": "1"}]}"#, of: .group)
                == attributes(#"{"name": "Hull", "members": [{"value": "1"}]}"#))
    }

    @Test("a changed record changes the attributes, without regard to letter case of fields")
    func writing() async throws {
        let mapping = try await Mapping(rules, keepingOthers: true)
        let after = try mapping.writing(
            #"{"LOGIN": "bo", "active": false, "firstName": "B", "nickName": null, "emails": []}"#,
            over: #"{"userName": "ines", "title": "Welder", "name": {"familyName": "O"}, "emails": [{"value": "x"}]}"#)
        #expect(try after == attributes(#"{"userName": "bo", "active": false, "name": {"givenName": "B"}}"#))
    }

    @Test("without the others, only fields are there")
    func rulesAlone() async throws {
        let mapping = try await Mapping(rules)
        #expect(try mapping.record(#"{"userName": "ines", "active": true}"#) == ["login": "ines"])
        let after = try mapping.writing(#"{"login": "bo"}"#, over: #"{"userName": "ines", "active": true}"#)
        #expect(after == ["userName": "bo", "active": true])
        #expect(try mapping.record(#"{"id": "7"}"#, of: .group) == [:])
    }

    @Test(
        "a path of an attribute is found in the record",
        arguments: [
            (AttributePath("userName"), "login"), (AttributePath("USERNAME"), "login"),
            (AttributePath("emails", "value"), "emails.value"), (AttributePath("title"), "nickName"),
            (AttributePath("name", "givenName"), "firstName"), (AttributePath("name", "familyName"), "name.familyName"),
            (AttributePath("name"), nil), (AttributePath("active"), "active"), (AttributePath("id"), "id"),
            (AttributePath(schema: "urn:example:x", "userName"), "urn:example:x:userName"),
            (AttributePath(schema: AttributeName(Schema.enterpriseUser.id), "department"), "department"),
            (AttributePath(AttributeName(Schema.enterpriseUser.id)), nil),
        ])
    func paths(_ path: AttributePath, recordPath: String?) async throws {
        let mapper = try await Mapping(rules, keepingOthers: true).mapper
        #expect(mapper.recordPath(for: path, of: .user)?.description == recordPath)
        #expect(RuleAttributeMapper.identity.recordPath(for: path, of: .user) == path)
    }

    @Test(
        "of other rules than plain ones, filters have no path",
        arguments: [
            ("name", "from: [name.formatted, displayName]", "displayName", nil),
            ("mail", "from: emails.value", "emails.value", "mail"),
            ("mail", "{from: emails.value, pick: primary-or-first}", "emails.value", nil),
            ("mail", #"'emails[type eq "work"].value'"#, "emails.value", nil), ("uuid", "id", "id", nil),
            ("kind", "{from: userType, values: {a: b}}", "userType", nil),
            ("roles", "{from: roles, each: {uuid: value}}", "roles.value", "roles.uuid"),
            ("roles", "{from: roles, each: {uuid: value}}", "roles.display", nil),
            ("roles", "{from: roles, each: {uuid: value}}", "roles", nil),
            ("full", "name", "name.givenName", "full.givenName"),
            (
                "work", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", "work:manager.value"
            ),
        ])
    func otherPaths(_ field: String, _ rule: String, _ path: String, _ recordPath: String?) async throws {
        let rule = rule.hasPrefix("from") ? "{\(rule)}" : rule
        let mapper = try await Mapping("users:\n  \(field): \(rule)").mapper
        let path = try #require(ResourceType.user.resolve(path)).path
        #expect(mapper.recordPath(for: path, of: .user)?.description == recordPath)
    }

    @Test(
        "a stored record is read, whatever its fields for the application alone hold",
        arguments: [
            "roles: {from: roles, each: {uuid: value, name: {from: display, direction: to-application}}}",
            "job: {from: title, direction: to-application}", "all: {template: '{userName} {title}'}, login: userName",
        ], [true, false])
    func storedRecords(_ rules: String, keepsOthers: Bool) async throws {
        let mapper = try await Mapping(users: rules, keepingOthers: keepsOthers).mapper
        let user = try attributes(
            #"{"userName":"ines","title":"t","roles":[{"value":"admin","display":"Administrator"}]}"#)
        let record = try mapper.record(from: user, of: .user)
        let read = try mapper.attributes([:], updatedFrom: record, of: .user)
        #expect(try mapper.record(from: read, of: .user)["uuid"] == record["uuid"])
        #expect(read["roles"]?.array?.count == (keepsOthers || rules.contains("roles") ? 1 : nil))
        // An application may not change such a field.
        guard rules.contains("roles") else { return }
        let changed: Attributes = ["roles": [["uuid": "admin", "name": "King"]]]
        let error = #expect(throws: SCIMError.self) {
            _ = try mapper.attributes(user, updatedFrom: changed, of: .user)
        }
        #expect(error?.code == .mutability)
    }

    @Test("with nothing configured records are the attributes", arguments: ["", "users: {}", "users:\ngroups: {}"])
    func identity(_ text: String) async throws {
        let user: Attributes = ["userName": "ines", "login": "x"]
        for mapper in [try await Mapping(text, keepingOthers: true).mapper, RuleAttributeMapper.identity] {
            for type in [ResourceType.user, .group] {
                #expect(try mapper.record(from: user, of: type) == user)
                #expect(try mapper.attributes([:], updatedFrom: user, of: type) == user)
                #expect(!mapper.canRefuse(type))
            }
        }
    }

    @Test("around a store, resources come back as they were", arguments: [true, false])
    func store(_ keepsOthers: Bool) async throws {
        let rules = "users: {login: userName, shown: {template: '{userName}!'}, source: {constant: scim}}"
        let mapper = try await Mapping(rules, keepingOthers: keepsOthers).mapper
        let store = MappedStore(InMemoryStore(), records: try RecordTypes([.user], mapper: mapper))
        let user = try await store.create(Draft(checking: ["userName": "ines"], as: .user))
        var changed = user
        changed.attributes["userName"] = "bo"
        #expect(try await store.update(changed, if: .none).attributes == ["userName": "bo"])
        #expect(try await store.resource(user.key, selecting: .byDefault)?.attributes == ["userName": "bo"])
    }
}
