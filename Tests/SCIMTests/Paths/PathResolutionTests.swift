import ConformanceLedger
import SCIM
import Testing

@Suite("RFC 7644 §3.10 — how attributes are named")
struct PathResolutionTests {
    @Test(
        "finds attributes under any spelling and gives the schema's", .shows("7643-2.1-a", "7644-3.10-a"),
        arguments: [
            ("userName", "userName"), ("USERNAME", "userName"), ("name.GIVENNAME", "name.givenName"),
            ("emails.value", "emails.value"),
            ("externalid", "externalId"), ("id", "id"), ("Schemas", "schemas"),
            ("META.lastmodified", "meta.lastModified"),
            ("emails.$REF", nil), ("groups.$REF", "groups.$ref"), ("USER:userName", "userName"),
            ("USER:name.familyName", "name.familyName"),
            ("USER.userName", "userName"), ("USER:meta.created", "meta.created"), ("USER:externalId", "externalId"),
            ("ENT:department", "ENT:department"), ("ENT:MANAGER.Value", "ENT:manager.value"), ("ENT", "ENT"),
            // Entra ID: a dot behind the URN, and the manager without it.
            ("ENT.manager", "ENT:manager"), ("ENT.manager.value", "ENT:manager.value"), ("manager", "ENT:manager"),
            ("Manager.value", "ENT:manager.value"), ("manager.$ref", "ENT:manager.$ref"),
        ] as [(String, String?)])
    func found(_ text: String, path: String?) {
        func full(_ text: String) -> String {
            text.replacing("USER:", with: "\(Schema.user.id):").replacing("USER.", with: "\(Schema.user.id).")
                .replacing("ENT", with: Schema.enterpriseUser.id)
        }
        for spelling in [full(text), full(text).lowercased(), full(text).uppercased()] {
            #expect(ResourceType.user.resolve(spelling)?.path.description == path.map(full), "\(spelling)")
        }
    }

    @Test(
        "finds nothing where no schema knows the name", .shows("7644-3.10-b"),
        arguments: [
            "", ".", ":", "..", "shoeSize", "department", "name.", ".givenName", "name..givenName", "name.givenName.",
            "name.givenName.x",
            "userName.value", "userName ", " userName", "members", "manager.department", "urn:x:y",
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:core:2.0:User:", "urn:ietf:params:scim:schemas:core:2.0:User.",
            "urn:ietf:params:scim:schemas:core:2.0:Users:userName",
            "urn:ietf:params:scim:schemas:core:2.0:User:shoeSize",
            "urn:ietf:params:scim:schemas:core:2.0:User:department",
            "urn:ietf:params:scim:schemas:core:2.0:User::userName",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:Userdepartment",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:userName",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:id",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0",
            "urn:ietf:params:scim:schemas:core:2.0:Group:displayName", "é", "\u{0}",
        ])
    func unknown(_ text: String) {
        #expect(ResourceType.user.resolve(text) == nil)
    }

    @Test(
        "takes off the longest URN that ends where a name can begin",
        arguments: [
            ("urn:example:Device:serial", "serial"), ("urn:example:Device:place.room", "place.room"),
            ("urn:example:Device:lab", "urn:example:Device:lab"),
            ("urn:example:Device:lab:bench", "urn:example:Device:lab:bench"),
            // `labels` begins like the extension `lab`.
            ("urn:example:Device:labels", "labels"), ("urn:example:Device:labelsx", nil),
            ("urn:example:Device:v1.2", "urn:example:Device:v1.2"),
            ("urn:example:device:V1.2:label", "urn:example:Device:v1.2:label"),
            ("urn:example:Device:v1.2.label", "urn:example:Device:v1.2:label"), ("urn:example:Device:v1.3:label", nil),
            ("urn:example:Device:v1", nil), ("urn:example:Device", nil),
            ("rigs.type", "urn:example:Device:lab:rigs.type"), ("bench", nil),
        ] as [(String, String?)])
    func longest(_ text: String, path: String?) {
        #expect(ResourceType.device.resolve(text)?.path.description == path)
    }

    @Test("says what the schema says about the place")
    func definitions() throws {
        let path = try #require(ResourceType.user.resolve("EMAILS.TYPE"))
        #expect(path.attribute.name.text == "emails" && path.subAttribute?.name.text == "type")
        #expect(path.definition.canonicalValues == ["work", "home", "other"])
        let whole = try #require(ResourceType.user.resolve(Schema.enterpriseUser.id))
        #expect(whole.definition.type == .complex && whole.path.schema == nil)
    }
}
