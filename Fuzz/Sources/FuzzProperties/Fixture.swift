import SCIM

/// The resources on which filters and PATCHes are tried: every kind of attribute, and values near the edges.
enum Fixture {
    static let user = resource(
        .user,
        #"""
        {"userName":"Uma@example.com","externalId":"x-1","displayName":"Uma Weiß","nickName":"","title":"Dockhand",
         "userType":"Employee","preferredLanguage":"de-CH","locale":"de","timezone":"Europe/Zurich","active":true,
         "profileUrl":"https://example.com/uma","name":{"formatted":"Uma Weiß","familyName":"Weiß","givenName":"Uma"},
         "emails":[{"value":"uma@example.com","type":"work","primary":true},{"value":"u@home.example","type":"home"},
                   {"value":"e\u0301@example.com","display":"\ud83d\ude00"}],
         "phoneNumbers":[{"value":"tel:+41-44-1","type":"work"},{"value":"tel:+41-44-2","type":"fax"}],
         "addresses":[{"type":"work","locality":"Hull","country":"GB","primary":true},{"type":"home","region":"ZH"}],
         "photos":[{"value":"https://example.com/p","type":"photo"}],"ims":[{"value":"uma","type":"xmpp"}],
         "entitlements":[{"value":"crane"}],"roles":[{"value":"Reader","type":"Role","primary":true}],
         "x509Certificates":[{"value":"MIIB"}],
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"7","department":"Dock",
            "costCenter":"c","organization":"o","division":"d","manager":{"value":"u-2","displayName":"Ola"}}}
        """#)

    static let group = resource(
        .group,
        #"""
        {"displayName":"Team","externalId":"t-1",
         "members":[{"value":"u-1","display":"Uma","type":"User"},{"value":"u-2"},{"value":"g-2","type":"Group"}]}
        """#)

    static let all = [user, group]

    private static func resource(_ type: ResourceType, _ json: String) -> Resource {
        let instant = DateTime("2026-03-01T08:00:00.250Z") ?? DateTime(secondsSinceEpoch: 0)
        let draft: Draft
        do {
            var body = try JSONReader.read(Array(json.utf8)).attributes ?? Attributes()
            body.append(.schemas, [.string(type.schema.id)])
            draft = try Draft(validating: .complex(body), as: type)
        } catch {
            violation("the fixture is valid", error.detail)
        }
        return Resource(
            type: type, id: ResourceID("id-1"), version: Version("1"), created: instant, lastModified: instant,
            attributes: draft.attributes)
    }
}
