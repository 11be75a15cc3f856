import SCIM
import Testing

/// One request in the dialect of a client, the same request as the RFCs have it, and what strictness makes of the first.
struct RepairCase: Sendable, CustomTestStringConvertible {
    let tolerance: Tolerance
    let message: Message
    let dialect: String
    let clean: String
    let code: SCIMError.Code

    /// What kind of request the texts are.
    enum Message: Sendable {
        /// The body of a POST, without `schemas` unless the text holds them.
        case body(ResourceType)
        /// The operations of a PATCH of ``before(_:)``.
        case operations(ResourceType)
        /// The body of such a PATCH.
        case message(ResourceType)
        /// A filter.
        case filter(ResourceType)
    }

    init(
        _ tolerance: Tolerance, _ message: Message, _ dialect: String, means clean: String, else code: SCIMError.Code
    ) {
        (self.tolerance, self.message, self.dialect, self.clean, self.code) = (tolerance, message, dialect, clean, code)
    }

    var testDescription: String { "\(tolerance): \(dialect)" }

    /// What a reading comes to: the attributes that result, or the filter.
    enum Result: Hashable {
        case attributes(Attributes)
        case filter(ResolvedFilter)
    }

    /// Reads the message and, if it is a PATCH, applies it.
    static func read(_ text: String, as message: Message, repairs: inout Repairs) throws -> Result {
        switch message {
        case .body(let type):
            return .attributes(try Draft(validating: .json(text), as: type, repairs: &repairs).attributes)
        case .operations(let type):
            return try read(#"{"schemas":["PATCHOP"],"Operations":\#(text)}"#, as: .message(type), repairs: &repairs)
        case .message(let type):
            let operations = try PatchOperation.operations(reading: .json(text), for: type, repairs: &repairs)
            return .attributes(
                try Modification.patch(operations).applied(to: .json(before(type)), of: type, repairs: &repairs))
        case .filter(let type):
            let text = text.replacing("ENT", with: Schema.enterpriseUser.id)
            return .filter(try type.resolve(Filter(text, repairs: &repairs), repairs: &repairs))
        }
    }

    private static func before(_ type: ResourceType) -> String {
        type == .group
            ? #"{"displayName":"g","members":[{"value":"a"},{"value":"b"}]}"#
            : #"{"userName":"u","title":"t","emails":[{"value":"h@x","type":"home"}],"ENT":{"manager":{"value":"m"}}}"#
    }
}

extension RepairCase {
    /// At least one case for each tolerance.
    static let all = bodies + shapes + keys + operations + filters

    private static let bodies: [RepairCase] = [
        body(.booleanAsString, #""active":"True""#, #""active":true"#),
        body(
            .booleanAsString, #""roles":[{"value":"r","primary":"false"}]"#, #""roles":[{"value":"r","primary":false}]"#
        ),
        body(.emptyStringAsNull, #""active":"""#, #""active":null"#),
        body(.emptyStringAsNull, #""profileUrl":"""#, #""profileUrl":null"#),
        body(.emptyStringAsNull, #""emails":"""#, #""emails":[]"#),
        body(.bareComplexValue, #""roles":["ADMIN"]"#, #""roles":[{"value":"ADMIN"}]"#),
        RepairCase(
            .bareComplexValue, .body(.user), #"{"schemas":["USER","ENT"],"userName":"u","ENT":{"manager":"m"}}"#,
            means: #"{"schemas":["USER","ENT"],"userName":"u","ENT":{"manager":{"value":"m"}}}"#, else: .invalidValue),
        RepairCase(
            .bareComplexValue, .body(.group), #"{"schemas":["GROUP"],"displayName":"g","members":["m"]}"#,
            means: #"{"schemas":["GROUP"],"displayName":"g","members":[{"value":"m"}]}"#, else: .invalidValue),
        RepairCase(
            .arrayForSingleValue, .body(.user),
            #"{"schemas":["USER","ENT"],"userName":"u","ENT":{"manager":[{"value":"m"}]}}"#,
            means: #"{"schemas":["USER","ENT"],"userName":"u","ENT":{"manager":{"value":"m"}}}"#, else: .invalidValue),
        body(.droppedPassword, #""password":"p""#, #""password":null"#, else: .mutability),
        body(.singleValueForArray, #""emails":{"value":"a"}"#, #""emails":[{"value":"a"}]"#),
        body(.unknownAttribute, #""shoeSize":44"#, #""title":null"#, else: .invalidSyntax),
        body(
            .unknownAttribute, #""name":{"givenName":"g","shoe":1}"#, #""name":{"givenName":"g"}"#, else: .invalidSyntax
        ),
        body(
            .unknownAttribute, #""emails":[{"value":"a","shoe":1}]"#, #""emails":[{"value":"a"}]"#, else: .invalidSyntax
        ),
        RepairCase(
            .foreignSchemas, .body(.user), #"{"schemas":["urn:scim:schemas:core:2.0"],"userName":"u"}"#,
            means: #"{"schemas":["USER"],"userName":"u"}"#, else: .invalidSyntax),
        RepairCase(
            .foreignSchemas, .body(.group),
            #"{"schemas":["GROUP","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],"displayName":"g"}"#,
            means: #"{"schemas":["GROUP"],"displayName":"g"}"#, else: .invalidSyntax),
        RepairCase(
            .foreignSchemas, .body(.user),
            #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0User"],"userName":"u"}"#,
            means: #"{"schemas":["USER"],"userName":"u"}"#, else: .invalidSyntax),
        RepairCase(
            .foreignSchemas, .body(.user), #"{"schemas":["ENT"],"userName":"u"}"#,
            means: #"{"schemas":["USER"],"userName":"u"}"#, else: .invalidSyntax),
        body(
            .unlistedExtension, #""ENT":{"department":"d"}"#, #""schemas":["USER","ENT"],"ENT":{"department":"d"}"#,
            else: .invalidSyntax),
    ]

    /// Values in another shape than their attribute's.
    private static let shapes: [RepairCase] = [
        body(
            .jsonText, #""emails":"[{\"value\":\"a\"},{\"value\":\"b\"}]""#, #""emails":[{"value":"a"},{"value":"b"}]"#),
        body(.jsonText, #""name":" {\"givenName\":\"g\"}""#, #""name":{"givenName":"g"}"#),
        body(.jsonText, #""emails":["{\"value\":\"a\"}"]"#, #""emails":[{"value":"a"}]"#),
        group(.jsonText, #""members":"[{\"value\":\"m\"}]""#, #""members":[{"value":"m"}]"#),
        group(.idForValue, #""members":[{"id":"m"}]"#, #""members":[{"value":"m"}]"#),
        body(
            .idForValue, #""schemas":["USER","ENT"],"ENT":{"department":"d","manager":{"id":null}}"#,
            #""schemas":["USER","ENT"],"ENT":{"department":"d","manager":null}"#),
        body(.hollowValue, #""emails":[{"type":"work","primary":true},{"value":"b"}]"#, #""emails":[{"value":"b"}]"#),
        body(.hollowValue, #""phoneNumbers":[{"type":"work","value":null}]"#, #""phoneNumbers":[]"#),
        body(.hollowValue, #""addresses":[{"type":"work","locality":null}]"#, #""addresses":[]"#),
        body(.hollowValue, #""roles":[{"primary":true}]"#, #""roles":[]"#),
        body(.arrayForSingleValue, #""preferredLanguage":["de"]"#, #""preferredLanguage":"de""#),
        body(.arrayForSingleValue, #""active":[true]"#, #""active":true"#),
        body(.wrappedValue, #""title":{"value":"t"}"#, #""title":"t""#),
        body(.wrappedValue, #""active":{"$ref":null,"value":true}"#, #""active":true"#),
        body(.wrappedValue, #""emails":[{"value":{"value":"a"}}]"#, #""emails":[{"value":"a"}]"#),
        body(.numberForText, #""externalId":701984"#, #""externalId":"701984""#),
        body(.numberForText, #""addresses":[{"postalCode":1.50}]"#, #""addresses":[{"postalCode":"1.50"}]"#),
        number(.wrappedValue, #""weights":[{"value":1}]"#, #""weights":[1]"#),
        number(.wrappedValue, #""weights":[{"$ref":null,"value":1},2]"#, #""weights":[1,2]"#),
    ]

    /// Keys that are no names of attributes, and lists of schemas.
    private static let keys: [RepairCase] = [
        body(.dottedKey, #""name.givenName":"g""#, #""name":{"givenName":"g"}"#, else: .invalidSyntax),
        body(
            .dottedKey, #""name":{"familyName":"f"},"name.givenName":"g""#,
            #""name":{"familyName":"f","givenName":"g"}"#,
            else: .invalidSyntax),
        body(
            .qualifiedKey, #""schemas":["USER","ENT"],"ENT:department":"d""#,
            #""schemas":["USER","ENT"],"ENT":{"department":"d"}"#, else: .invalidSyntax),
        body(
            .qualifiedKey, #""urn:ietf:params:scim:schemas:core:2.0:User":{"title":"t"}"#, #""title":"t""#,
            else: .invalidSyntax),
        body(
            .qualifiedKey, #""urn:ietf:params:scim:schemas:core:2.0:User:title":"t""#, #""title":"t""#,
            else: .invalidSyntax),
        body(
            .unqualifiedExtension, #""schemas":["USER","ENT"],"department":"d""#,
            #""schemas":["USER","ENT"],"ENT":{"department":"d"}"#, else: .invalidSyntax),
        patch(
            .unqualifiedExtension, #"{"op":"replace","value":{"department":"d"}}"#, replace("ENT:department", #""d""#),
            .invalidPath),
        patch(
            .filteredKey, #"{"op":"replace","value":{"emails[type eq \"home\"].value":"n"}}"#,
            replace(#"emails[type eq \"home\"].value"#, #""n""#), .invalidPath),
        patch(
            .filteredKey, #"{"op":"add","value":{"emails[type eq \"home\"]":{"display":"n"}}}"#,
            #"{"op":"add","path":"emails[type eq \"home\"]","value":{"display":"n"}}"#, .invalidPath),
        patch(
            .missingSchemas, #"{"op":"replace","value":{"schemas":[],"title":"x"}}"#, replace("title", #""x""#),
            .invalidPath),
        patch(
            .missingSchemas, #"{"op":"add","value":{"title":"x","schemas":null}}"#, replace("title", #""x""#),
            .invalidPath),
        patch(
            .arrayForSingleValue, #"{"op":"replace","value":[{"title":"x"}]}"#, replace("title", #""x""#)),
        RepairCase(
            .missingSchemas, .body(.user), #"{"userName":"u"}"#, means: #"{"schemas":["USER"],"userName":"u"}"#,
            else: .invalidSyntax),
        RepairCase(
            .missingSchemas, .body(.group), #"{"schemas":[],"displayName":"g"}"#,
            means: #"{"schemas":["GROUP"],"displayName":"g"}"#, else: .invalidSyntax),
        RepairCase(
            .singleValueForArray, .body(.group), #"{"schemas":"GROUP","displayName":"g"}"#,
            means: #"{"schemas":["GROUP"],"displayName":"g"}"#, else: .invalidSyntax),
        RepairCase(
            .missingSchemas, .message(.user), #"{"Operations":[{"op":"replace","path":"title","value":"x"}]}"#,
            means: #"{"schemas":["PATCHOP"],"Operations":[{"op":"replace","path":"title","value":"x"}]}"#,
            else: .invalidSyntax),
        RepairCase(
            .bareOperations, .message(.user), #"[{"op":"replace","path":"title","value":"x"}]"#,
            means: #"{"schemas":["PATCHOP"],"Operations":[{"op":"replace","path":"title","value":"x"}]}"#,
            else: .invalidSyntax),
        patch(
            .foreignSchemas, replace("schemas", #"["USER","urn:x:y"]"#), replace("schemas", #"["USER"]"#)),
    ]

    /// Kept as they were sent, so that no other text means the same.
    static let kept = [country, form]

    private static let form = RepairCase(
        .otherForm, .body(.user),
        #"{"schemas":["USER"],"userName":"u","timezone":"W. Europe Standard Time","x509Certificates":[{"value":"AAEC"}]}"#,
        means: #"{"schemas":["USER"],"userName":"u","timezone":"Europe/Berlin"}"#, else: .invalidValue)

    private static let country = RepairCase(
        .countryName, .body(.user), #"{"schemas":["USER"],"userName":"u","addresses":[{"country":"Wales"}]}"#,
        means: #"{"schemas":["USER"],"userName":"u","addresses":[{"country":"GB"}]}"#, else: .invalidValue)

    private static let operations: [RepairCase] = [
        patch(
            .operationLetterCase, #"{"op":"Replace","path":"title","value":"x"}"#, replace("title", #""x""#),
            .invalidSyntax),
        patch(
            .emptyPath, #"{"op":"replace","path":"","value":{"title":"x"}}"#, replace("title", #""x""#), .invalidPath),
        patch(
            .emptyPath, #"{"op":"replace","path":null,"value":{"title":"x"}}"#, replace("title", #""x""#), .invalidPath),
        patch(.booleanAsString, replace("active", #""False""#), replace("active", "false")),
        patch(
            .booleanAsString, remove(#"emails[primary ne \"True\"]"#), remove("emails[primary ne true]"), .invalidFilter
        ),
        patch(.emptyStringAsNull, replace("active", #""""#), replace("active", "null")),
        patch(.emptyStringAsNull, replace("ENT:manager", #""""#), replace("ENT:manager", "null")),
        patch(.bareComplexValue, replace("ENT:manager", #""n""#), replace("ENT:manager", #"{"value":"n"}"#)),
        patch(
            .arrayForSingleValue, replace("ENT:manager", #"[{"value":"n"}]"#), replace("ENT:manager", #"{"value":"n"}"#)
        ),
        patch(
            .arrayForSingleValue, replace(#"emails[type eq \"home\"]"#, #"[{"value":"n"}]"#),
            replace(#"emails[type eq \"home\"]"#, #"{"value":"n"}"#)),
        patch(
            .dottedKey, #"{"op":"replace","value":{"name.givenName":"g"}}"#,
            #"{"op":"replace","value":{"name":{"givenName":"g"}}}"#, .invalidPath),
        patch(
            .qualifiedKey, #"{"op":"replace","value":{"ENT:department":"d"}}"#,
            #"{"op":"replace","value":{"ENT":{"department":"d"}}}"#, .invalidPath),
        patch(
            .qualifiedKey, #"{"op":"add","value":{"urn:ietf:params:scim:schemas:core:2.0:User:title":"x"}}"#,
            #"{"op":"add","value":{"title":"x"}}"#, .invalidPath),
        patch(
            .readOnlyEcho, #"{"op":"replace","value":{"id":"1","title":"x"}}"#, replace("title", #""x""#), .mutability),
        patch(
            .readOnlyEcho, replace("ENT:manager", #"{"value":"n","displayName":"N"}"#),
            replace("ENT:manager", #"{"value":"n"}"#), .mutability),
        patch(
            .unknownAttribute, #"{"op":"replace","value":{"shoeSize":44,"title":"x"}}"#, replace("title", #""x""#),
            .invalidPath),
        patch(
            .unknownAttribute, #"{"op":"add","path":"name","value":{"givenName":"g","shoe":1}}"#,
            #"{"op":"add","path":"name","value":{"givenName":"g"}}"#, .invalidSyntax),
        patch(
            .creationByValuePath, replace(#"emails[type eq \"work\"].value"#, #""w@x""#),
            #"{"op":"add","path":"emails","value":[{"type":"work","value":"w@x"}]}"#, .noTarget),
        patch(
            .creationByValuePath, #"{"op":"add","path":"roles[primary eq true].value","value":"r"}"#,
            #"{"op":"add","path":"roles","value":[{"primary":true,"value":"r"}]}"#, .noTarget),
        RepairCase(
            .removalByValues, .operations(.group), #"[{"op":"remove","path":"members","value":[{"value":"a"}]}]"#,
            means: #"[{"op":"remove","path":"members[value eq \"a\"]"}]"#, else: .invalidValue),
        patch(
            .removalByValues, #"{"op":"remove","path":"title","value":"x"}"#, remove("title")),
        patch(
            .droppedPassword, #"{"op":"replace","value":{"password":"p","title":"x"}}"#, replace("title", #""x""#),
            .mutability),
        patch(
            .singleValueForArray, #"{"op":"add","value":{"emails":{"value":"a"}}}"#,
            #"{"op":"add","value":{"emails":[{"value":"a"}]}}"#),
        patch(
            .qualifiedKey, #"{"op":"add","value":{"urn:ietf:params:scim:schemas:core:2.0:User":{"title":"x"}}}"#,
            #"{"op":"add","value":{"title":"x"}}"#, .invalidPath),
        patch(
            .qualifiedKey, replace("urn:ietf:params:scim:schemas:core:2.0:User", #"{"title":"x"}"#),
            #"{"op":"replace","value":{"title":"x"}}"#, .invalidPath),
        patch(.unqualifiedExtension, remove("manager"), remove("ENT:manager"), .invalidPath),
        patch(
            .unqualifiedExtension, #"{"op":"replace","value":{"manager":{"value":"n"}}}"#,
            #"{"op":"replace","value":{"ENT":{"manager":{"value":"n"}}}}"#, .invalidPath),
        patch(
            .dotAfterURN, remove("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.manager"),
            remove("ENT:manager"), .invalidPath),
        patch(.unquotedOperand, remove("emails[type eq home]"), remove(#"emails[type eq \"home\"]"#), .invalidPath),
        patch(
            .strayBlank, remove(#"emails [type eq \"home\"]"#), remove(#"emails[type eq \"home\"]"#), .invalidPath),
        patch(.strayBlank, remove(" title "), remove("title"), .invalidPath),
        patch(.literalLetterCase, remove("emails[primary ne True]"), remove("emails[primary ne true]"), .invalidPath),
    ]

    private static let filters: [RepairCase] = [
        filter(.booleanAsString, #"active eq "True""#, "active eq true"),
        filter(.booleanAsString, #"roles[primary eq "FALSE"]"#, "roles[primary eq false]"),
        filter(.literalLetterCase, "active eq True", "active eq true"),
        filter(.literalLetterCase, "title eq NULL", "title eq null"),
        filter(.unquotedOperand, "userName eq jo.b+x@example.com", #"userName eq "jo.b+x@example.com""#),
        filter(.unquotedOperand, "externalId eq 12345", #"externalId eq "12345""#),
        filter(.unquotedOperand, "externalId eq 0123", #"externalId eq "0123""#),
        filter(.unquotedOperand, "externalId eq true", #"externalId eq "true""#),
        filter(.unquotedOperand, "displayName eq O'Brien", #"displayName eq "O'Brien""#),
        filter(.unquotedOperand, "title eq Año", #"title eq "Año""#),
        filter(.unquotedOperand, "externalId eq 0f3A-11", #"externalId eq "0f3A-11""#),
        filter(
            .comparisonBehindBrackets, #"emails[type eq "work"].value eq "x""#,
            #"emails[type eq "work" and value eq "x"]"#),
        filter(.strayBlank, #"emails [type eq "work"]"#, #"emails[type eq "work"]"#),
        filter(.strayBlank, #"emails[ type eq "work"]"#, #"emails[type eq "work"]"#),
        filter(.strayBlank, #"emails[type eq "work" ]"#, #"emails[type eq "work"]"#),
        filter(.strayBlank, "( title pr)", "(title pr)"), filter(.strayBlank, "(title pr )", "(title pr)"),
        filter(.strayBlank, "not  (title pr)", "not (title pr)"), filter(.strayBlank, "title\tpr", "title pr"),
        filter(.strayBlank, "title  pr", "title pr"), filter(.strayBlank, #"title eq  "x""#, #"title eq "x""#),
        filter(.strayBlank, "title pr  and active pr", "title pr and active pr"),
        filter(.strayBlank, "title pr or  active pr", "title pr or active pr"),
        filter(.strayBlank, " title pr", "title pr"), filter(.strayBlank, "title pr ", "title pr"),
        filter(.unqualifiedExtension, #"manager.value eq "m""#, #"ENT:manager.value eq "m""#),
        filter(.unqualifiedExtension, #"manager eq "m""#, #"ENT:manager eq "m""#),
        filter(.dotAfterURN, #"ENT.department eq "d""#, #"ENT:department eq "d""#),
    ]

    private static func body(
        _ tolerance: Tolerance, _ dialect: String, _ clean: String, else code: SCIMError.Code = .invalidValue
    ) -> RepairCase {
        func body(_ members: String) -> String {
            members.contains("\"schemas\"")
                ? #"{"userName":"u",\#(members)}"# : #"{"schemas":["USER"],"userName":"u",\#(members)}"#
        }
        return RepairCase(tolerance, .body(.user), body(dialect), means: body(clean), else: code)
    }

    private static func group(_ tolerance: Tolerance, _ dialect: String, _ clean: String) -> RepairCase {
        func body(_ members: String) -> String { #"{"schemas":["GROUP"],"displayName":"g",\#(members)}"# }
        return RepairCase(tolerance, .body(.group), body(dialect), means: body(clean), else: .invalidValue)
    }

    private static func number(_ tolerance: Tolerance, _ dialect: String, _ clean: String) -> RepairCase {
        func body(_ members: String) -> String { #"{"schemas":["urn:x:crate"],\#(members)}"# }
        return RepairCase(tolerance, .body(crate), body(dialect), means: body(clean), else: .invalidValue)
    }

    private static let crate = ResourceType(
        name: "Crate", endpoint: "/Crates",
        schema: Schema(
            id: "urn:x:crate", name: "Crate",
            attributes: [.init("size", .integer), .init("weights", .decimal, multiValued: true)]))

    private static func patch(
        _ tolerance: Tolerance, _ dialect: String, _ clean: String, _ code: SCIMError.Code = .invalidValue
    ) -> RepairCase {
        RepairCase(tolerance, .operations(.user), "[\(dialect)]", means: "[\(clean)]", else: code)
    }

    private static func filter(_ tolerance: Tolerance, _ dialect: String, _ clean: String) -> RepairCase {
        RepairCase(tolerance, .filter(.user), dialect, means: clean, else: .invalidFilter)
    }

    private static func replace(_ path: String, _ value: String) -> String {
        #"{"op":"replace","path":"\#(path)","value":\#(value)}"#
    }

    private static func remove(_ path: String) -> String { #"{"op":"remove","path":"\#(path)"}"# }
}
