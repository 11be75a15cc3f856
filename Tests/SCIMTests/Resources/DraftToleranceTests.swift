import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.3, §3.5.1 — what a body may be like and still be accepted")
struct DraftToleranceTests {
    @Test(
        "takes names in any letter case and keeps them as the schema spells them", .shows("7643-2.1-a"),
        arguments: [
            (#"{"schemas":["USER"],"USERNAME":"t","DisplayName":"d"}"#, #"{"userName":"t","displayName":"d"}"#),
            (
                #"{"schemas":["USER"],"userName":"t","NAME":{"GIVENNAME":"g"},"Emails":[{"VALUE":"a@x","TYPE":"work"}]}"#,
                #"{"userName":"t","name":{"givenName":"g"},"emails":[{"value":"a@x","type":"work"}]}"#
            ),
            (
                #"{"schemas":["USER"],"userName":"t","URN:IETF:params:scim:schemas:extension:ENTERPRISE:2.0:user":{"DEPARTMENT":"d"}}"#,
                #"{"userName":"t","ENT":{"department":"d"}}"#
            ),
        ])
    func spelling(_ body: String, kept: String) throws {
        let draft = try Draft(validating: .json(body), as: .user)
        // Names compare without regard to case, so the text has to be looked at.
        #expect(AttributeValue.complex(draft.attributes).json == (try AttributeValue.json(kept)).json)
    }

    @Test(
        "passes over what it does not keep: unknown, read-only, null, empty, passwords",
        .shows(
            "7643-2.5-a", "7643-3.1-a", "7643-3.1-f", "7643-4.1.1-e", "7643-4.1.2-d", "7643-9.2-a", "7644-3.3-a",
            "7644-3.3-g"),
        arguments: [
            #""shoeSize":44"#, #""id":"mine""#, #""id":null"#, #""meta":{"created":"x"}"#, #""meta":17"#,
            #""groups":[{"value":"g"}]"#, #""groups":"g""#, #""groups":[]"#, #""title":null"#, #""title":"""#,
            #""emails":[]"#, #""emails":null"#, #""emails":[null]"#, #""emails":[{"value":null}]"#, #""emails":[""]"#,
            #""emails":[{"type":"work","primary":true,"value":""}]"#, #""emails":[{"type":"work"}]"#,
            #""name":{}"#, #""name":{"givenName":null}"#, #""name":{"givenName":""}"#, #""name":null"#,
            #""password":"secret""#, #""password":17"#, #""active":null"#, #""roles":[]"#, #""photos":[]"#,
            #""ENT":{}"#, #""ENT":null"#, #""ENT":{"shoeSize":4}"#, #""ENT":{"manager":""}"#,
            #""ENT":{"manager":{"displayName":"hax"}}"#, #""ENT":{"manager":{"value":""}}"#, #""ENT":{"manager":null}"#,
            #""ENT":{"manager":[]}"#,
            #""urn:ietf:params:scim:schemas:extension:enterprise:2.0User":{"department":"d"}"#,
            #""urn:example:other":{"a":1}"#, #""shoe.size":1"#, #""shoes[type eq \"x\"].size":1"#,
            #""members":[{"value":"m"}]"#,
        ])
    func passedOver(_ member: String) throws {
        let draft = try Draft(validating: .json(#"{"schemas":["USER"],"userName":"t",\#(member)}"#), as: .user)
        #expect(draft.attributes == ["userName": "t"])
    }

    @Test(
        "brings what clients write otherwise into the form of the schema",
        .shows("7643-2.3.1-a", "7643-2.3.6-a", "7643-2.4-b", "7643-2.4-c", "7643-4.3-a"),
        arguments: [
            // Entra ID, OneLogin, Keycloak: Booleans as strings.
            (#""active":"True""#, #""active":true"#), (#""active":"False""#, #""active":false"#),
            (#""active":"true""#, #""active":true"#), (#""active":"FALSE""#, #""active":false"#),
            (#""roles":[{"value":"r","primary":"false"}]"#, #""roles":[{"value":"r","primary":false}]"#),
            // OneLogin: one object in the place of an array.
            (#""emails":{"value":"a@x","type":"work"}"#, #""emails":[{"value":"a@x","type":"work"}]"#),
            // Okta: roles as plain strings.
            (#""roles":["ADMIN","USER"]"#, #""roles":[{"value":"ADMIN"},{"value":"USER"}]"#),
            (#""emails":"a@x""#, #""emails":[{"value":"a@x"}]"#),
            // Entra ID: the manager.
            (#""ENT":{"manager":"m"}"#, #""ENT":{"manager":{"value":"m"}}"#),
            (#""ENT":{"manager":[{"value":"m","$ref":"x"}]}"#, #""ENT":{"manager":{"value":"m"}}"#),
            (#""ENT":{"manager":{"value":"m","displayName":"hax"}}"#, #""ENT":{"manager":{"value":"m"}}"#),
            (#""ENT":{"manager":{"$ref":"https://h/v2/Users/m"}}"#, #""ENT":{"manager":{"value":"m"}}"#),
            (#""ENT":{"manager":{"$ref":"../Users/m","value":"n"}}"#, #""ENT":{"manager":{"value":"n"}}"#),
            // Flattened keys.
            (#""manager":"m""#, #""ENT":{"manager":{"value":"m"}}"#),
            (#""department":"d""#, #""ENT":{"department":"d"}"#),
            (#""name.givenName":"g","ENT:department":"d""#, #""name":{"givenName":"g"},"ENT":{"department":"d"}"#),
            (
                #""emails[type eq \"work\"].value":"a@x","emails[type eq \"home\"].value":"b@x""#,
                #""emails":[{"value":"a@x","type":"work"},{"value":"b@x","type":"home"}]"#
            ),
            (
                #""urn:ietf:params:scim:schemas:core:2.0:User":{"title":"t","name.givenName":"g"}"#,
                #""title":"t","name":{"givenName":"g"}"#
            ),
            // Null and unknown parts of what is kept.
            (#""name":{"givenName":"g","familyName":null,"shoe":1}"#, #""name":{"givenName":"g"}"#),
            (#""emails":[{"value":"a@x","display":null},{"value":null}]"#, #""emails":[{"value":"a@x"}]"#),
            // RFC 7643 §2.4: the same value and type once; equal values of different types are two.
            (
                #""emails":[{"value":"a@x","type":"work"},{"value":"a@x","type":"work"}]"#,
                #""emails":[{"value":"a@x","type":"work"}]"#
            ),
            (
                #""emails":[{"value":"a@x","type":"work"},{"value":"a@x","type":"work","primary":true}]"#,
                #""emails":[{"value":"a@x","type":"work","primary":true}]"#
            ),
            (
                #""emails":[{"value":"a@x","type":"work"},{"value":"a@x","type":"home"}]"#,
                #""emails":[{"value":"a@x","type":"work"},{"value":"a@x","type":"home"}]"#
            ),
            // Values beyond the canonical ones, JSON in a string, other letter case: kept as sent.
            (#""emails":[{"value":"A@X.com","type":"boat"}]"#, #""emails":[{"value":"A@X.com","type":"boat"}]"#),
            (#""roles":[{"value":"{\"id\":1}"}]"#, #""roles":[{"value":"{\"id\":1}"}]"#),
            (#""externalId":"Ext""#, #""externalId":"Ext""#), (#""locale":"en_US""#, #""locale":"en_US""#),
            (#""x509Certificates":[{"value":"MAMCAQA="}]"#, #""x509Certificates":[{"value":"MAMCAQA="}]"#),
        ])
    func tolerated(_ member: String, kept: String) throws {
        let draft = try Draft(validating: .json(#"{"schemas":["USER"],"userName":"t",\#(member)}"#), as: .user)
        #expect(draft.attributes == (try Attributes.json(#"{"userName":"t",\#(kept)}"#)))
    }

    @Test(
        "takes the schemas that clients name", .shows("7643-3-a"),
        arguments: [
            #"["USER"]"#, #"["ENT","USER"]"#, #"["USER","urn:ietf:params:scim:schemas:extension:enterprise:2.0User"]"#,
            #"["URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER"]"#, #"["USER","urn:x:unknown"]"#,
            #"["USER","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"]"#,
            // OneLogin's templates name the drafts of 2.0, and even 1.0.
            #"["urn:scim:schemas:core:2.0","urn:scim:schemas:extension:enterprise:2.0"]"#,
            #"["urn:scim:schemas:core:1.0"]"#,
        ])
    func schemas(_ schemas: String) throws {
        // The extension counts whether `schemas` names it or not.
        let body = #"{"schemas":\#(schemas),"userName":"t","ENT":{"department":"d"}}"#
        let draft = try Draft(validating: .json(body), as: .user)
        #expect(draft.attributes == (try Attributes.json(#"{"userName":"t","ENT":{"department":"d"}}"#)))
    }

    @Test(
        "takes members as clients send them and leaves the reference to the provider", .shows("7643-2.4-c"),
        arguments: [
            #"[{"value":"u1","display":"a","$ref":null,"type":"User"}]"#, #"[{"value":"u1","$ref":"Users/u1"}]"#,
            #"["u1"]"#, #"{"value":"u1"}"#, #"[{"$ref":"https://h/Users/u1"}]"#, #"[{"value":"u1","displayName":"a"}]"#,
            #"[{"value":"u1"},{"value":"u1","type":"User"}]"#,
        ])
    func members(_ members: String) throws {
        let body = #"{"schemas":["GROUP"],"displayName":"g","members":\#(members)}"#
        let kept = try Draft(validating: .json(body), as: .group).attributes[.members]?.values ?? []
        #expect(kept.count == 1)
        #expect(kept.first?[.value] == "u1")
        #expect(kept.first?[.reference] == nil)
    }

    @Test("keeps parts that are written and never read, wherever they stand", .shows("7643-7-d"))
    func writeOnlyParts() throws {
        let body = #"{"schemas":["urn:example:Device"],"serial":"s","labels":"l","place":{"room":"r","key":"k"}}"#
        let draft = try Draft(validating: .json(body), as: .device)
        #expect(draft.attributes["place"] == ["room": "r", "key": "k"])
        let shown = AttributeSelection.byDefault.project(draft.attributes, of: .device)
        #expect(shown["place"] == ["room": "r"])
    }
}
