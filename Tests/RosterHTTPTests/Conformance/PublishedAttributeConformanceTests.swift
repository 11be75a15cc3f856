import ConformanceLedger
import HTTPTypes
import SCIM
import Testing

/// The facts of RFC 7643 §8.7.1, with the errata that are verified.
@Suite("RFC 7643 §8.7.1 — the attributes of users and groups as they are published")
struct PublishedAttributeConformanceTests {
    let client = Client()

    @Test(.shows("7643-8.7.1-a"))
    func userNameIsRequiredUniqueAndFoldsCase() async {
        await expect(["userName"], of: Sample.user, text.with(["required": true, "uniqueness": "server"]))
    }

    @Test(.shows("7643-8.7.1-b"))
    func nameHasSixOptionalParts() async {
        await expect(["name"], of: Sample.user, complex)
        await expectParts(
            of: ["name"],
            exactly: ["formatted", "familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix"])
        for part in ["formatted", "familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix"] {
            await expect(["name", part], of: Sample.user, text)
        }
    }

    @Test(.shows("7643-8.7.1-c", "7643-8.7.1-e"))
    func describingTextIsOptional() async {
        for name in ["displayName", "nickName", "title", "userType", "preferredLanguage", "locale", "timezone"] {
            await expect([name], of: Sample.user, text)
        }
    }

    @Test(.shows("7643-8.7.1-d"))
    func profileUrlIsAReferenceToTheOutside() async {
        await expect(["profileUrl"], of: Sample.user, reference(to: ["external"]))
    }

    @Test(.shows("7643-8.7.1-f"))
    func activeHasNeitherLetterCaseNorUniqueness() async {
        await expect(["active"], of: Sample.user, boolean)
    }

    @Test(.shows("7643-8.7.1-g"))
    func passwordIsWriteOnlyAndNeverReturned() async {
        await expect(["password"], of: Sample.user, text.with(["mutability": "writeOnly", "returned": "never"]))
    }

    @Test(.shows("7643-8.7.1-h"))
    func emails() async { await expectValues("emails", text, types: ["work", "home", "other"]) }

    @Test(.shows("7643-8.7.1-i"))
    func phoneNumbers() async {
        await expectValues("phoneNumbers", text, types: ["work", "home", "mobile", "fax", "pager", "other"])
    }

    @Test(.shows("7643-8.7.1-j"))
    func instantMessages() async {
        await expectValues(
            "ims", text, types: ["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo", "other"])
    }

    @Test(.shows("7643-8.7.1-k"))
    func photos() async {
        await expectValues("photos", reference(to: ["external"]), types: ["photo", "thumbnail"])
    }

    @Test(.shows("7643-8.7.1-l"))
    func addresses() async {
        await expect(["addresses"], of: Sample.user, complex.with(["multiValued": true]))
        for part in ["formatted", "streetAddress", "locality", "region", "postalCode", "country"] {
            await expect(["addresses", part], of: Sample.user, text)
        }
        await expect(
            ["addresses", "type"], of: Sample.user, text.with(["canonicalValues": ["work", "home", "other"]]))
        await expect(["addresses", "primary"], of: Sample.user, boolean)
    }

    @Test(.shows("7643-8.7.1-m"))
    func groupsAreReadOnlyThroughout() async {
        let readOnly: AttributeValue = ["mutability": "readOnly"]
        await expect(["groups"], of: Sample.user, complex.with(["multiValued": true]).with(readOnly))
        await expectParts(of: ["groups"], exactly: ["value", "$ref", "display", "type"])
        await expect(["groups", "value"], of: Sample.user, text.with(readOnly))
        await expect(["groups", "$ref"], of: Sample.user, reference(to: ["Group"]).with(readOnly))
        await expect(["groups", "display"], of: Sample.user, text.with(readOnly))
        await expect(
            ["groups", "type"], of: Sample.user,
            text.with(readOnly).with(["canonicalValues": ["direct", "indirect"]]))
    }

    @Test(.shows("7643-8.7.1-n"))
    func entitlementsAndRolesHaveNoCanonicalTypes() async {
        await expectValues("entitlements", text, types: nil)
        await expectValues("roles", text, types: nil)
    }

    @Test(.shows("7643-8.7.1-o"))
    func certificatesAreBinary() async {
        await expectValues("x509Certificates", text.with(["type": "binary", "caseExact": true]), types: nil)
    }

    @Test(.shows("7643-8.7.1-p"))
    func theNameOfAGroupIsRequired() async {
        await expect(["displayName"], of: Sample.group, text.with(["required": true]))
    }

    @Test(.shows("7643-8.7.1-q"))
    func whatSaysWhoAMemberIsCannotChange() async {
        let immutable: AttributeValue = ["mutability": "immutable"]
        await expect(["members"], of: Sample.group, complex.with(["multiValued": true]))
        await expect(["members", "value"], of: Sample.group, text.with(immutable))
        await expect(["members", "$ref"], of: Sample.group, reference(to: ["User", "Group"]).with(immutable))
        await expect(
            ["members", "type"], of: Sample.group, text.with(immutable).with(["canonicalValues": ["User", "Group"]]))
        await expect(["members", "display"], of: Sample.group, text.with(immutable))
    }

    @Test(.shows("7643-8.7.1-r"))
    func enterpriseAttributesAreOptionalText() async {
        for name in ["employeeNumber", "costCenter", "organization", "division", "department"] {
            await expect([name], of: Sample.enterprise, text)
        }
    }

    @Test(.shows("7643-8.7.1-s"))
    func theManagerIsNamedByAnIdAndItsNameIsReadOnly() async {
        await expect(["manager"], of: Sample.enterprise, complex)
        await expect(["manager", "value"], of: Sample.enterprise, text.with(["caseExact": true]))
        await expect(["manager", "$ref"], of: Sample.enterprise, reference(to: ["User"]))
        await expect(["manager", "displayName"], of: Sample.enterprise, text.with(["mutability": "readOnly"]))
    }

    @Test(.shows("7643-8.7.1-EID6004+8471+8472-a"))
    func theVerifiedErrataAreFollowed() async {
        for name in ["name", "emails", "addresses"] {
            await expect([name], of: Sample.user, ["uniqueness": .null, "caseExact": .null])
        }
        await expect(["groups", "$ref"], of: Sample.user, ["referenceTypes": ["Group"]])
        await expect(["manager", "value"], of: Sample.enterprise, ["caseExact": true])
    }

    // Null says that the characteristic is not published.
    private let text: AttributeValue = [
        "type": "string", "multiValued": false, "required": false, "caseExact": false, "mutability": "readWrite",
        "returned": "default", "uniqueness": "none", "canonicalValues": .null,
    ]
    private let boolean: AttributeValue = [
        "type": "boolean", "multiValued": false, "required": false, "caseExact": .null, "mutability": "readWrite",
        "returned": "default", "uniqueness": .null,
    ]
    private let complex: AttributeValue = [
        "type": "complex", "multiValued": false, "required": false, "mutability": "readWrite", "returned": "default",
    ]

    private func reference(to types: AttributeValue) -> AttributeValue {
        text.with(["type": "reference", "caseExact": true, "referenceTypes": types])
    }

    /// An attribute with several values of which each has a kind and one may be preferred.
    private func expectValues(_ name: String, _ value: AttributeValue, types: AttributeValue?) async {
        await expect([name], of: Sample.user, complex.with(["multiValued": true]))
        await expectParts(of: [name], exactly: ["value", "display", "type", "primary"])
        await expect([name, "value"], of: Sample.user, value)
        await expect([name, "display"], of: Sample.user, text)
        await expect([name, "type"], of: Sample.user, text.with(["canonicalValues": types ?? .null]))
        await expect([name, "primary"], of: Sample.user, boolean)
    }

    private func expect(_ path: [String], of schema: String, _ facts: AttributeValue) async {
        let definition = await definition(path, of: schema)
        for (name, value) in facts.attributes ?? Attributes() {
            #expect(definition[name] ?? .null == value, "\(path.joined(separator: ".")) \(name)")
        }
    }

    private func expectParts(of path: [String], exactly names: Set<String>) async {
        let parts = await definition(path, of: Sample.user)["subAttributes"]?.array ?? []
        #expect(Set(parts.compactMap { $0["name"]?.string }) == names)
    }

    private func definition(_ path: [String], of schema: String) async -> AttributeValue {
        var definition = AttributeValue.null
        var candidates = await client.send(.get, "/Schemas/\(schema)").json["attributes"]?.array ?? []
        for name in path {
            definition = candidates.first { $0["name"] == .string(name) } ?? .null
            candidates = definition["subAttributes"]?.array ?? []
        }
        return definition
    }
}

extension AttributeValue {
    /// The same value with other members in the place of some.
    fileprivate func with(_ others: AttributeValue) -> AttributeValue {
        var attributes = attributes ?? Attributes()
        for (name, value) in others.attributes ?? Attributes() { attributes[name] = value }
        return .complex(attributes)
    }
}
