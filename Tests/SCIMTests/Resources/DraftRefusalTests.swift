import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7643 §2.3, RFC 7644 §3.12 — what a body is refused for, and in which words")
struct DraftRefusalTests {
    @Test(
        "names the attribute and the rule", .shows("7643-2.3-a", "7643-2.4-a", "7643-4.1.1-a", "7644-3.12-e"),
        arguments: [
            (#""userName":true"#, "'userName' must be a string"),
            (#""userName":["t","u"]"#, "'userName' must be a string"),
            (#""userName":{"value":"t","type":"x"}"#, "'userName' must be a string"),
            (#""userName":{"userName":"t"}"#, "'userName' must be a string"),
            (#""userName":"t","active":"maybe""#, "'active' must be a Boolean"),
            (#""userName":"t","active":1"#, "'active' must be a Boolean"),
            (#""userName":"t","name":"Bob""#, "'name' must be a complex value"),
            (#""userName":"t","name":{"givenName":true}"#, "'name.givenName' must be a string"),
            (#""userName":"t","name":[{"givenName":"a"},{"givenName":"b"}]"#, "'name' must be a complex value"),
            (#""userName":"t","emails":[{"value":"a@x"},{"value":true}]"#, "'emails[1].value' must be a string"),
            (#""userName":"t","emails":{"value":true}"#, "'emails.value' must be a string"),
            (#""userName":"t","emails":7"#, "'emails' must be a complex value"),
            (#""userName":"t","emails":[["a@x","b@x"]]"#, "'emails[0]' must be a complex value"),
            (#""userName":"t","addresses":["x"]"#, "'addresses[0]' must be a complex value"),
            (#""userName":"t","x509Certificates":["@@@"]"#, "'x509Certificates[0].value' must be a base64 string"),
            (#""userName":"t","photos":[{"value":1}]"#, "'photos[0].value' must be a URI"),
            (#""userName":"t","externalId":true"#, "'externalId' must be a string"),
            (#""userName":"t","ENT":"x""#, "'\(Schema.enterpriseUser.id)' must be a complex value"),
            (#""userName":"t","ENT":{"department":true}"#, "'\(Schema.enterpriseUser.id):department' must be a string"),
            (#""userName":"t","ENT":{"manager":7}"#, "'\(Schema.enterpriseUser.id):manager' must be a complex value"),
            (
                #""userName":"t","emails":[{"value":"a@x","primary":true},{"value":"b@x","primary":"True"}]"#,
                "'emails' has more than one primary value"
            ),
            (#""userName":"t","emails":[{}]"#, "nothing in 'emails[0]' can be read: it needs a 'value'"),
            (#""userName":"t","emails":{}"#, "nothing in 'emails' can be read: it needs a 'value'"),
            (
                #""userName":"t","emails":[{"value":"a"},{"address":"z@x","type":"work"}]"#,
                "nothing in 'emails[1]' can be read: it needs a 'value'"
            ), (#""userName":"t","roles":[{"name":"admin"}]"#, "nothing in 'roles[0]' can be read: it needs a 'value'"),
            (
                #""userName":"t","addresses":[{"city":"Hull"}]"#,
                "nothing in 'addresses[0]' can be read: it needs one of 'formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'"
            ),
            (
                #""userName":"t","name":{"first":"x"}"#,
                "nothing in 'name' can be read: it needs one of 'formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'"
            ),
            (#""title":"x""#, "'userName' is required"), (#""userName":"""#, "'userName' is required"),
            (#""userName":null"#, "'userName' is required"),
        ])
    func invalidValue(_ members: String, detail: String) throws {
        let body = try AttributeValue.json(#"{"schemas":["USER"],\#(members)}"#)
        #expect(refusal { try Draft(validating: body, as: .user) } == SCIMError(.invalidValue, "\(detail)"))
    }

    @Test(
        "refuses a body that is no message for this endpoint", .shows("7643-3-b", "7644-3.3-f"),
        arguments: [
            "[]", "\"x\"", "7", "null", #"{"schemas":"GROUP","userName":"t"}"#,
            #"{"schemas":[7],"userName":"t"}"#, #"{"schemas":["GROUP"],"userName":"t"}"#,
            #"{"schemas":["ENT","GROUP"],"userName":"t"}"#,
        ])
    func invalidSyntax(_ body: String) throws {
        let body = try AttributeValue.json(body)
        #expect(refusal { try Draft(validating: body, as: .user) }?.code == .invalidSyntax)
    }

    @Test(
        "knows no failure of a path or a filter: a key that is one is a mistake of the body (RFC 7644 table 9)",
        .shows("7644-3.12-e"),
        arguments: [
            (#""schemas[]":["u"]"#, .invalidSyntax), (#""emails[type eq":"x""#, .invalidSyntax),
            (#""emails[type eq \"work\"]value":"x""#, .invalidSyntax), (#""title[type eq \"a\"]":"x""#, .invalidSyntax),
            (#""emails[primary gt true].value":"x""#, .invalidSyntax),
            (#""emails[colour eq \"a\"]":{}"#, .invalidSyntax),
            (#""emails[type eq \"work\"].colour":"x""#, .invalidSyntax),
            (#""emails[type co \"work\"].value":"x""#, .invalidValue), (#""name[]":null"#, .invalidSyntax),
        ] as [(String, SCIMError.Code)])
    func pathsAsKeys(_ member: String, code: SCIMError.Code) throws {
        let body = try AttributeValue.json(#"{"schemas":["USER"],"userName":"t",\#(member)}"#)
        let found = refusal { try Draft(validating: body, as: .user) }
        #expect(found?.code == code, "\(found?.detail ?? "accepted")")
    }

    @Test(
        "holds every type of attribute to its form", .shows("7643-2.3-a", "7643-2.3.5-a", "7643-2.3.6-a"),
        arguments: [
            (#""weight":1.5e3"#, true), (#""weight":2"#, true), (#""weight":"2""#, false), (#""slots":15"#, true),
            (#""slots":-1"#, true), (#""slots":1.5"#, false), (#""slots":1e3"#, false), (#""slots":1.0"#, false),
            (#""slots":"15""#, false), (#""slots":99999999999999999999"#, false),
            (#""bought":"2026-01-31T09:30:00Z""#, true), (#""bought":"2026-01-31T09:30:00.1234567+02:00""#, true),
            (#""bought":"2024-01-01""#, false), (#""bought":"2026-02-30T00:00:00Z""#, false), (#""bought":0"#, false),
            (#""firmware":"AAEC""#, true), (#""firmware":"AAE=""#, true), (#""firmware":"AAE""#, true),
            (#""firmware":"_-8""#, true), (#""firmware":"A""#, false), (#""firmware":"A A""#, false),
            (#""lent":true"#, true), (#""lent":"tRUE""#, true), (#""lent":"yes""#, false), (#""lent":0"#, false),
            (#""manual":"https://h/m""#, true), (#""manual":"../m""#, true), (#""manual":1"#, false),
            (#""tags":["a","b"]"#, true), (#""tags":"a""#, true), (#""tags":[1]"#, true), (#""tags":[true]"#, false),
            (#""tags":[["a"]]"#, false),
        ])
    func forms(_ member: String, isAccepted: Bool) throws {
        let body = try AttributeValue.json(
            #"{"schemas":["urn:example:Device"],"serial":"s","labels":["l"],\#(member)}"#)
        let found = refusal { try Draft(validating: body, as: .device) }
        #expect(found?.code == (isAccepted ? nil : .invalidValue), "\(found?.detail ?? "accepted")")
    }

    @Test(
        "asks for the required parts of what is there, and for no others", .shows("7644-3.12-e"),
        arguments: [
            (#""serial":"s""#, "'labels' is required"), (#""serial":"s","labels":[]"#, "'labels' is required"),
            (#""labels":"l""#, "'serial' is required"),
            (#""serial":"s","labels":"l","place":{"shelf":"x"}"#, "'place.room' is required"),
            (
                #""serial":"s","labels":"l","urn:example:Device:lab":{"seal":"x"}"#,
                "'urn:example:Device:lab:bench' is required"
            ),
            (#""serial":"s","labels":"l","place":{},"urn:example:Device:lab":{}"#, nil),
        ] as [(String, String?)])
    func required(_ members: String, detail: String?) throws {
        let body = try AttributeValue.json(#"{"schemas":["urn:example:Device"],\#(members)}"#)
        let expected = detail.map { SCIMError(.invalidValue, "\($0)") }
        #expect(refusal { try Draft(validating: body, as: .device) } == expected)
    }
}
