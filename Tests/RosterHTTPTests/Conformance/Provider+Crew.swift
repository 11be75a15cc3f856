import SCIM

extension Provider {
    /// Four users who differ in what the filters below look at.
    static func crew() async -> Provider {
        let provider = Provider()
        _ = await provider.user(
            "bjensen",
            [
                "userType": "Employee", "title": "Guide", "active": true, "name": ["givenName": "Bo"],
                "displayName": "a\"b\\cé", "externalId": "ABC",
                "emails": [["value": "bj@example.com", "type": "work"], ["value": "bj@home.org", "type": "home"]],
                .enterprise: ["department": "Dock", "manager": ["value": "id2"]],
            ])
        _ = await provider.user(
            "Jules",
            [
                "userType": "Intern", "active": false, "title": "", "emails": [],
                "ims": [["value": "jules@foo.com", "type": "xmpp"]],
            ])
        _ = await provider.user("mira", ["active": false, "emails": [["value": "mira@example.net", "primary": true]]])
        _ = await provider.user("Zoe", ["title": .null, "name": [:], .enterprise: ["costCenter": "C1"]])
        return provider
    }
}
