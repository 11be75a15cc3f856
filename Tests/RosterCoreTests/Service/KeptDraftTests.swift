import RosterCore
import SCIM
import Testing

@Suite("What comes from another store is taken in as it is kept")
struct KeptDraftTests {
    private let type = ResourceType.user.showingRoleGrants

    @Test("what the provider wrote itself stays")
    func ownWords() throws {
        let attributes: Attributes = [
            "userName": "ann", "name": ["givenName": "Ann"], "roles": [["value": "reader", "display": "Reader"]],
            AttributeName(Schema.roleGrants.id): ["defaultRole": "reader"],
        ]
        #expect(try Draft(kept: attributes, as: type).attributes == attributes)
    }

    @Test("what was kept under other rules stays: empty texts where strict is set, and names that were blank")
    func otherRules() throws {
        let attributes: Attributes = ["userName": " ", "nickName": "", "name": ["givenName": "", "familyName": "F"]]
        #expect(try Draft(kept: attributes, as: type).attributes == attributes)
    }

    @Test("names are brought into the spelling of the schemas")
    func spelling() throws {
        let draft = try Draft(kept: ["USERNAME": "ann", "Active": true], as: type)
        #expect(draft.attributes.map(\.name.text) == ["userName", "active"])
    }

    @Test(
        "what no schema knows stays as it is, at the top, in an extension and in a complex value",
        arguments: [
            ["userName": "ann", "shoe": ["size": 41]], ["userName": "ann", "urn:example:gone": ["a": ["b": 1]]],
            ["userName": "ann", AttributeName(Schema.enterpriseUser.id): ["division": "x", "floor": 2]],
            ["userName": "ann", AttributeName(Schema.enterpriseUser.id): ["floor": 2]],
            ["userName": "ann", "name": ["givenName": "Ann", "shoe": 1]],
            ["userName": "ann", "emails": [["value": "a@b", "shoe": 1], ["shoe": 2]]],
        ] as [Attributes])
    func unknown(attributes: Attributes) throws {
        #expect(try Draft(kept: attributes, as: type).attributes == attributes)
    }

    @Test("what a schema knows has to follow it, also beside what none knows")
    func known() {
        let attributes: Attributes = ["userName": "ann", "name": ["givenName": 5, "shoe": 1]]
        #expect(throws: SCIMError.self) { try Draft(kept: attributes, as: type) }
    }
}
