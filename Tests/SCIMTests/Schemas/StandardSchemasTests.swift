import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7643 §4–§7 — the schemas that are built in")
struct StandardSchemasTests {
    private static let all: [Schema] = [.user, .group, .enterpriseUser, .serviceProviderConfig, .resourceType, .schema]

    @Test(
        "has the URIs and the attributes of the RFC, in their order",
        arguments: [
            (
                .user, "core:2.0:User",
                "userName name displayName nickName profileUrl title userType preferredLanguage locale timezone active password emails phoneNumbers ims photos addresses groups entitlements roles x509Certificates"
            ),
            (.group, "core:2.0:Group", "displayName members"),
            (
                .enterpriseUser, "extension:enterprise:2.0:User",
                "employeeNumber costCenter organization division department manager"
            ),
            (
                .serviceProviderConfig, "core:2.0:ServiceProviderConfig",
                "documentationUri patch bulk filter changePassword sort etag authenticationSchemes pagination securityEvents"
            ),
            (.resourceType, "core:2.0:ResourceType", "id name description endpoint schema schemaExtensions"),
            (.schema, "core:2.0:Schema", "id name description attributes"),
        ] as [(Schema, String, String)])
    func names(_ schema: Schema, urn: String, names: String) {
        #expect(schema.id == "urn:ietf:params:scim:schemas:\(urn)")
        #expect(schema.attributes.map(\.name.text).joined(separator: " ") == names)
    }

    @Test(
        "has the characteristics of the RFC",
        .shows(
            "7643-7-b", "7643-8.7.1-EID6004+8471+8472-a", "7643-8.7.1-a", "7643-8.7.1-d", "7643-8.7.1-f",
            "7643-8.7.1-g", "7643-8.7.1-h", "7643-8.7.1-k", "7643-8.7.1-m", "7643-8.7.1-q", "7643-8.7.1-s"),
        arguments: [
            (.user, "userName", "string single required anyCase readWrite default server"),
            (.user, "name", "complex single optional readWrite default"),
            (.user, "name.familyName", "string single optional anyCase readWrite default none"),
            (.user, "displayName", "string single optional anyCase readWrite default none"),
            (.user, "profileUrl", "reference(external) single optional exactCase readWrite default none"),
            (.user, "active", "boolean single optional readWrite default"),
            (.user, "password", "string single optional anyCase writeOnly never none"),
            (.user, "emails", "complex multi optional readWrite default"),
            (.user, "emails.value", "string single optional anyCase readWrite default none"),
            (.user, "emails.type", "string single optional anyCase [work,home,other] readWrite default none"),
            (.user, "emails.primary", "boolean single optional readWrite default"),
            (
                .user, "phoneNumbers.type",
                "string single optional anyCase [work,home,mobile,fax,pager,other] readWrite default none"
            ),
            (
                .user, "ims.type",
                "string single optional anyCase [aim,gtalk,icq,xmpp,msn,skype,qq,yahoo,other] readWrite default none"
            ),
            (.user, "photos.value", "reference(external) single optional exactCase readWrite default none"),
            (.user, "photos.type", "string single optional anyCase [photo,thumbnail] readWrite default none"),
            (.user, "addresses.country", "string single optional anyCase readWrite default none"),
            (.user, "addresses.primary", "boolean single optional readWrite default"),
            (.user, "groups", "complex multi optional readOnly default"),
            (.user, "groups.value", "string single optional anyCase readOnly default none"),
            (.user, "groups.$ref", "reference(Group) single optional exactCase readOnly default none"),
            (.user, "groups.type", "string single optional anyCase [direct,indirect] readOnly default none"),
            (.user, "roles.type", "string single optional anyCase readWrite default none"),
            (.user, "x509Certificates.value", "binary single optional exactCase readWrite default none"),
            (.group, "displayName", "string single required anyCase readWrite default none"),
            (.group, "members", "complex multi optional readWrite default"),
            (.group, "members.value", "string single optional anyCase immutable default none"),
            (.group, "members.$ref", "reference(User,Group) single optional exactCase immutable default none"),
            (.group, "members.type", "string single optional anyCase [User,Group] immutable default none"),
            (.group, "members.display", "string single optional anyCase immutable default none"),
            (.enterpriseUser, "manager", "complex single optional readWrite default"),
            (.enterpriseUser, "manager.value", "string single optional exactCase readWrite default none"),
            (.enterpriseUser, "manager.$ref", "reference(User) single optional exactCase readWrite default none"),
            (.enterpriseUser, "manager.displayName", "string single optional anyCase readOnly default none"),
            (.serviceProviderConfig, "patch", "complex single required readOnly default"),
            (.serviceProviderConfig, "patch.supported", "boolean single required readOnly default"),
            (.serviceProviderConfig, "bulk.maxPayloadSize", "integer single required readOnly default none"),
            (.serviceProviderConfig, "pagination", "complex single optional readOnly default"),
            (.serviceProviderConfig, "pagination.cursorTimeout", "integer single optional readOnly default none"),
            (.serviceProviderConfig, "securityEvents.eventUris", "string multi optional anyCase readOnly default none"),
            (.resourceType, "name", "string single required anyCase readOnly default server"),
            (.resourceType, "endpoint", "reference(uri) single required exactCase readOnly default server"),
            (.resourceType, "schemaExtensions.required", "boolean single required readOnly default"),
            (.schema, "id", "string single required anyCase readOnly always none"),
            (.schema, "attributes", "complex multi required readOnly default"),
            (.schema, "attributes.canonicalValues", "string multi optional exactCase readOnly default none"),
            (
                .schema, "attributes.mutability",
                "string single optional exactCase [readOnly,readWrite,immutable,writeOnly] readOnly default none"
            ),
            (.schema, "attributes.subAttributes", "complex multi optional readOnly default"),
        ] as [(Schema, String, String)])
    func characteristics(_ schema: Schema, path: String, are expected: String) throws {
        let parts = path.split(separator: ".").map { AttributeName(String($0)) }
        var published = try #require(find(parts[0], in: schema.representation["attributes"]))
        if parts.count == 2 { published = try #require(find(parts[1], in: published["subAttributes"])) }
        #expect(summary(published) == expected)
    }

    @Test("describes every attribute in a sentence", arguments: all)
    func descriptions(_ schema: Schema) {
        for attribute in schema.attributes.flatMap({
            [$0] + $0.subAttributes + $0.subAttributes.flatMap(\.subAttributes)
        }) {
            #expect(attribute.description.hasSuffix("."), "\(attribute.name)")
        }
        #expect(schema.description.hasSuffix("."))
    }

    @Test("publishes members in the order of RFC 7643 §8.7, those without a meaning left out", .shows("7643-7-b"))
    func order() throws {
        #expect(Schema.user.representation.map(\.name.text) == ["schemas", "id", "name", "description", "attributes"])
        let user = Schema.user.representation["attributes"]
        let keys = { (value: AttributeValue?) in value?.attributes?.map(\.name.text).joined(separator: " ") }
        #expect(
            keys(find("userName", in: user))
                == "name type multiValued description required caseExact mutability returned uniqueness")
        #expect(keys(find("active", in: user)) == "name type multiValued description required mutability returned")
        #expect(
            keys(find("emails", in: user))
                == "name type multiValued description required subAttributes mutability returned")
        #expect(
            keys(find("profileUrl", in: user))
                == "name type referenceTypes multiValued description required caseExact mutability returned uniqueness")
        #expect(
            keys(find("type", in: find("emails", in: user)?["subAttributes"]))
                == "name type multiValued description required caseExact canonicalValues mutability returned uniqueness"
        )
    }

    @Test("publishes what its own schema of schemas describes", arguments: all)
    func selfDescription(_ schema: Schema) throws {
        let definition = try #require(Schema.schema.attribute("attributes"))
        for attribute in try #require(schema.representation["attributes"]?.array) {
            for (name, _) in try #require(attribute.attributes) {
                #expect(definition.subAttribute(name)?.name.text == name.text)
            }
        }
        #expect(try JSONReader.read(schema.representation.jsonBytes).attributes == schema.representation)
    }

    @Test("publishes the resource types", .shows("7643-6-a"))
    func resourceTypes() {
        #expect(
            ResourceType.user.representation.dropFirst().map(\.name.text) == [
                "id", "name", "endpoint", "description", "schema", "schemaExtensions",
            ])
        #expect(ResourceType.user.representation["endpoint"] == "/Users")
        #expect(
            ResourceType.user.representation["schemaExtensions"] == [
                ["schema": .string(Schema.enterpriseUser.id), "required": false]
            ])
        #expect(ResourceType.group.representation[.schemas] == ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"])
        #expect(ResourceType.group.representation["schema"] == "urn:ietf:params:scim:schemas:core:2.0:Group")
        #expect(ResourceType.group.representation["schemaExtensions"] == nil)
        #expect(!ResourceType.user.hidesAttributes)
    }

    private func find(_ name: AttributeName, in definitions: AttributeValue?) -> AttributeValue? {
        definitions?.array?.first { $0["name"]?.string == name.text }
    }

    /// The characteristics of a published definition on one line.
    private func summary(_ definition: AttributeValue) -> String {
        let list = { (name: AttributeName) in definition[name]?.array?.compactMap(\.string).joined(separator: ",") }
        let type = (definition["type"]?.string ?? "") + (list("referenceTypes").map { "(\($0))" } ?? "")
        let words: [String?] = [
            type, definition["multiValued"] == true ? "multi" : "single",
            definition["required"] == true ? "required" : "optional",
            definition["caseExact"].map { $0 == true ? "exactCase" : "anyCase" },
            list("canonicalValues").map { "[\($0)]" },
            definition["mutability"]?.string, definition["returned"]?.string, definition["uniqueness"]?.string,
        ]
        return words.compactMap { $0 }.joined(separator: " ")
    }
}
