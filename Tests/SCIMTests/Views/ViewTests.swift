import Testing

@testable import SCIM

@Suite("Users and groups by the names of their attributes")
struct ViewTests {
    private let ada = #"""
        {"userName":"ada","externalId":"e1","displayName":"Ada L.","title":"Countess","active":false,"shoeSize":38,
         "name":{"formatted":"Ada Lovelace","givenName":"Ada","familyName":"Lovelace","middleName":"King"},
         "emails":[{"value":"a@home","type":"home"},{"value":"a@work","type":"work","primary":true}],
         "phoneNumbers":[{"value":"1","display":"one"}],"roles":[{"value":"admin"}],
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"d"}}
        """#

    @Test("a user is read by names, and keeps what has none")
    func user() throws {
        let attributes = try Attributes(json: ada)
        var user = User(attributes)
        #expect(user.userName == "ada" && user.externalId == "e1" && user.displayName == "Ada L.")
        #expect(user.title == "Countess" && !user.isActive && user.email == "a@work")
        #expect(
            user.name.formatted == "Ada Lovelace" && user.name.givenName == "Ada" && user.name.familyName == "Lovelace")
        #expect(user.emails.map(\.type) == ["home", "work"] && user.emails.map(\.isPrimary) == [false, true])
        #expect(user.phoneNumbers.map(\.display) == ["one"] && user.roles.map(\.value) == ["admin"])
        #expect(user.enterprise == ["department": "d"])
        user.name.givenName = "Augusta"
        user.isActive = true
        #expect(user.attributes["name"]?["middleName"] == "King" && user.attributes["shoeSize"] == 38)
        #expect(user.attributes[.active] == true && user.name.givenName == "Augusta")
    }

    @Test("what is set to nothing is taken away, and what was never there is nothing")
    func nothing() {
        var user = User(userName: "ada")
        #expect(user.isActive && user.email == nil && user.emails.isEmpty && user.enterprise == nil)
        user.name.familyName = "L"
        user.emails = [MultiValue("a@x")]
        user.title = "t"
        #expect(user.email == "a@x")
        user.name.familyName = nil
        user.emails = []
        user.title = nil
        #expect(user.attributes == [.userName: "ada"])
    }

    @Test("a view that is written makes a draft that its schema accepts")
    func drafts() throws {
        var user = User(userName: "ada")
        user.emails = [MultiValue("a@x", type: "work", display: "Ada", isPrimary: true)]
        user.phoneNumbers = [MultiValue("1")]
        user.roles = [MultiValue("admin")]
        user.enterprise = ["department": "d"]
        let draft = try Draft(validating: .complex(user.attributes), as: .user)
        #expect(draft.attributes == user.attributes)
        let group = Group(displayName: "crew", members: [ResourceID("1"), ResourceID("2")])
        #expect(group.memberIDs.map(\.text) == ["1", "2"] && group.displayName == "crew")
        #expect(try Draft(validating: .complex(group.attributes), as: .group).attributes == group.attributes)
    }

    @Test("JSON comes in and goes out in one way", arguments: [#"{"a":[1,true,null,"x"]}"#, "{}"])
    func json(_ text: String) throws {
        #expect(try Attributes(json: text).json == text && AttributeValue(json: text).json == text)
        #expect(try Attributes(json: Array(text.utf8)).jsonBytes == Array(text.utf8))
        #expect(throws: SCIMError.self) { try Attributes(json: "[\(text)]") }
        #expect(throws: SCIMError.self) { try AttributeValue(json: text + "}") }
    }
}
