import HTTPTypes
import SCIM

private let user = #""schemas":["\#(Schema.user.id)"],"userName""#
private let extended = #""schemas":["\#(Schema.user.id)","\#(Schema.enterpriseUser.id)"],"userName""#

/// A request that needs one repair, told by what it needs.
///
/// `ADA` in path and body is the id of a user, `CREW` that of a group whose only member she is.
struct RepairExample: Sendable, CustomStringConvertible {
    let tolerance: Tolerance
    let method: HTTPRequest.Method
    let path: String
    var body: String?
    var authorization: String?
    /// The status where repairs are made, and the kind of the error where they are not.
    let lenient: Int, strict: String
    var strictStatus = "400"

    var description: String { tolerance.rawValue }

    /// At least one for each tolerance.
    static let all = bodies + operations + queries

    private static let bodies = [
        post(.booleanAsString, #""active":"True""#),
        post(.bareComplexValue, #""roles":["ADMIN"]"#),
        post(.singleValueForArray, #""emails":{"value":"a@example.org"}"#),
        post(.unknownAttribute, #""shoeSize":44"#, else: "invalidSyntax"),
        post(.countryName, #""addresses":[{"country":"Wales"}]"#),
        post(.otherForm, #""timezone":"W. Europe Standard Time""#),
        RepairExample(
            tolerance: .foreignSchemas, method: .post, path: "/Users",
            body: #"{"schemas":["\#(Schema.user.id)","urn:scim:schemas:core:1.0"],"userName":"bob"}"#, lenient: 201,
            strict: "invalidSyntax"),
        RepairExample(
            tolerance: .arrayForSingleValue, method: .post, path: "/Users",
            body: #"{\#(extended):"bob","\#(Schema.enterpriseUser.id)":{"manager":[{"value":"ADA"}]}}"#, lenient: 201,
            strict: "invalidValue"),
        RepairExample(
            tolerance: .unlistedExtension, method: .put, path: "/Users/ADA",
            body: #"{\#(user):"ada","\#(Schema.enterpriseUser.id)":{"department":"d"}}"#, lenient: 200,
            strict: "invalidSyntax"),
        RepairExample(
            tolerance: .emptyStringAsNull, method: .post, path: "/Bulk",
            body:
                #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[{"method":"PUT","path":"/Users/ADA","data":{\#(user):"ada","active":""}}]}"#,
            lenient: 200, strict: "invalidValue"),
        RepairExample(
            tolerance: .unknownMember, method: .post, path: "/Groups",
            body: #"{"schemas":["\#(Schema.group.id)"],"displayName":"g","members":[{"value":"nobody"}]}"#,
            lenient: 201, strict: "invalidValue"),
        post(.droppedPassword, #""password":"secret""#, else: "mutability"),
        RepairExample(
            tolerance: .memberType, method: .post, path: "/Groups",
            body: #"{"schemas":["\#(Schema.group.id)"],"displayName":"g","members":[{"value":"ADA","type":"Group"}]}"#,
            lenient: 201, strict: "invalidValue"),
        post(.jsonText, #""emails":"[{\"value\":\"a@example.org\"}]""#),
        post(.hollowValue, #""emails":[{"type":"work","primary":true}]"#),
        post(.wrappedValue, #""title":{"value":"t"}"#),
        post(.numberForText, #""externalId":7"#),
        post(.dottedKey, #""name.givenName":"x""#, else: "invalidSyntax"),
        RepairExample(
            tolerance: .missingSchemas, method: .post, path: "/Users", body: #"{"userName":"bob"}"#, lenient: 201,
            strict: "invalidSyntax"),
        RepairExample(
            tolerance: .idForValue, method: .post, path: "/Groups",
            body: #"{"schemas":["\#(Schema.group.id)"],"displayName":"g","members":[{"id":"ADA"}]}"#, lenient: 201,
            strict: "invalidValue"),
        RepairExample(
            tolerance: .bareOperations, method: .post, path: "/Bulk",
            body:
                #"{"schemas":["\#(MessageURI.bulkRequest)"],"Operations":[{"method":"PATCH","path":"/Users/ADA","data":[{"op":"add","path":"title","value":"x"}]}]}"#,
            lenient: 200, strict: "invalidSyntax"),
    ]

    private static let operations = [
        patch(.operationLetterCase, #"{"op":"Replace","path":"title","value":"x"}"#, else: "invalidSyntax"),
        patch(.emptyPath, #"{"op":"replace","path":"","value":{"title":"x"}}"#, else: "invalidPath"),
        patch(.dottedKey, #"{"op":"replace","value":{"name.givenName":"x"}}"#, else: "invalidPath"),
        patch(
            .qualifiedKey, #"{"op":"replace","value":{"\#(Schema.enterpriseUser.id):department":"x"}}"#,
            else: "invalidPath"),
        patch(
            .unqualifiedExtension, #"{"op":"replace","value":{"manager":{"value":"ADA"}}}"#, else: "invalidPath"),
        patch(
            .filteredKey,
            #"{"op":"remove","path":"title"},{"op":"replace","value":{"emails[type eq \"x\"].value":null}}"#,
            else: "invalidPath"),
        patch(.readOnlyEcho, #"{"op":"replace","value":{"id":"ADA","title":"x"}}"#, else: "mutability"),
        patch(
            .creationByValuePath, #"{"op":"replace","path":"emails[type eq \"work\"].value","value":"a@example.org"}"#,
            else: "noTarget"),
        patch(
            .removalByValues, #"{"op":"remove","path":"members","value":[{"value":"ADA"}]}"#, of: "/Groups/CREW",
            else: "invalidValue"),
    ]

    private static let queries = [
        filter(.literalLetterCase, "active+eq+True"),
        filter(.unquotedOperand, "userName+eq+ada"),
        filter(.comparisonBehindBrackets, "emails%5Btype+eq+%22work%22%5D.value+eq+%22a%22"),
        filter(.strayBlank, "emails+%5Btype+eq+%22work%22%5D"),
        filter(.mixedBlanks, "userName%20eq+%22ada%22"),
        filter(.dotAfterURN, "\(Schema.enterpriseUser.id).department+eq+%22d%22"),
        RepairExample(
            tolerance: .missingScheme, method: .get, path: "/Users", authorization: "good", lenient: 200, strict: "",
            strictStatus: "401"),
        RepairExample(
            tolerance: .parameterLetterCase, method: .get, path: "/Users?startindex=1", lenient: 200,
            strict: "invalidValue"),
        RepairExample(
            tolerance: .parameterLetterCase, method: .get, path: "/Users?sortBy=userName&sortOrder=DESCENDING",
            lenient: 200, strict: "invalidValue"),
        RepairExample(
            tolerance: .unqualifiedExtension, method: .get, path: "/Users?attributes=manager", lenient: 200,
            strict: "invalidValue"),
        RepairExample(
            tolerance: .emptyParameter, method: .get, path: "/Users?count=", lenient: 200, strict: "invalidValue"),
        RepairExample(
            tolerance: .emptyParameter, method: .get, path: "/Users?filter=", lenient: 200, strict: "invalidFilter"),
        RepairExample(
            tolerance: .numberAsString, method: .post, path: "/.search",
            body: #"{"schemas":["\#(MessageURI.searchRequest)"],"count":"1"}"#, lenient: 200, strict: "invalidValue"),
        RepairExample(
            tolerance: .singleValueForArray, method: .post, path: "/.search",
            body: #"{"schemas":"\#(MessageURI.searchRequest)"}"#, lenient: 200, strict: "invalidSyntax"),
        RepairExample(
            tolerance: .unqualifiedExtension, method: .post, path: "/.search",
            body: #"{"schemas":["\#(MessageURI.searchRequest)"],"filter":"manager eq \"x\""}"#, lenient: 200,
            strict: "invalidFilter"),
    ]

    private static func post(
        _ tolerance: Tolerance, _ members: String, else strict: String = "invalidValue"
    ) -> RepairExample {
        RepairExample(
            tolerance: tolerance, method: .post, path: "/Users", body: #"{\#(user):"bob",\#(members)}"#, lenient: 201,
            strict: strict)
    }

    private static func patch(
        _ tolerance: Tolerance, _ operation: String, of path: String = "/Users/ADA", else strict: String
    ) -> RepairExample {
        RepairExample(
            tolerance: tolerance, method: .patch, path: path,
            body: #"{"schemas":["\#(MessageURI.patchOp)"],"Operations":[\#(operation)]}"#, lenient: 200, strict: strict)
    }

    private static func filter(_ tolerance: Tolerance, _ filter: String) -> RepairExample {
        RepairExample(
            tolerance: tolerance, method: .get, path: "/Users?filter=\(filter)", lenient: 200, strict: "invalidFilter")
    }
}
