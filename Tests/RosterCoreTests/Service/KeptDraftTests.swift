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

    @Test("what no schema knows is refused by name")
    func unknown() {
        let error = #expect(throws: SCIMError.self) { try Draft(kept: ["userName": "ann", "shoe": 1], as: type) }
        #expect(error?.detail == "'shoe' is no attribute of User")
    }
}
