extension Schema {
    /// The schema of users (RFC 7643 §4.1).
    public static let user = Schema(
        id: "urn:ietf:params:scim:schemas:core:2.0:User",
        name: "User",
        description: "An account of a person or a service.",
        attributes: identity + profile + [
            values("emails", "The email addresses of the user.", types: ["work", "home", "other"]),
            values(
                "phoneNumbers", "The telephone numbers of the user, best written as RFC 3966 has them.",
                types: ["work", "home", "mobile", "fax", "pager", "other"]),
            values(
                "ims", "The addresses of the user for instant messages.",
                types: ["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo", "other"]),
            values(
                "photos", "Where pictures of the user are found.", types: ["photo", "thumbnail"],
                of: .init(
                    "value", .reference, description: "The address of the picture.", caseExact: true,
                    referenceTypes: ["external"])),
            addresses,
            userGroups,
            values("entitlements", "What the user is entitled to."),
            values("roles", "The roles that were granted to the user."),
            values(
                "x509Certificates", "The X.509 certificates that were issued to the user.",
                of: .init(
                    "value", .binary, description: "The certificate in DER form, written in base64.", caseExact: true,
                    format: .certificate)),
        ]
    )

    private static let identity: [AttributeDefinition] = [
        .init(
            "userName", description: "The name by which the user signs in; no two users share one.", required: true,
            uniqueness: .server),
        .init(
            "name", .complex, description: "The parts of the user's name.",
            subAttributes: [
                .init("formatted", description: "The whole name, ready to be shown."),
                .init("familyName", description: "The family name, or last name."),
                .init("givenName", description: "The given name, or first name."),
                .init("middleName", description: "The middle name or names."),
                .init("honorificPrefix", description: "What stands before the name, such as a title."),
                .init("honorificSuffix", description: "What stands behind the name, such as \"III\"."),
            ]),
    ]

    private static let profile: [AttributeDefinition] = [
        .init("displayName", description: "The name to show to other people."),
        .init("nickName", description: "The casual name by which the user is addressed."),
        .init(
            "profileUrl", .reference, description: "The address of a page about the user.", caseExact: true,
            referenceTypes: ["external"]),
        .init("title", description: "The job title, such as \"Vice President\"."),
        .init("userType", description: "How the user relates to the organisation, such as \"Contractor\"."),
        .init(
            "preferredLanguage", description: "The languages the user prefers, as in an Accept-Language header.",
            format: .languages),
        .init(
            "locale", description: "Where dates, numbers and currencies take their form from, as a BCP 47 tag.",
            format: .languageTag),
        .init(
            "timezone", description: "The time zone by its IANA name, such as \"Europe/Berlin\".", format: .timeZone),
        .init("active", .boolean, description: "Whether the user may sign in."),
        .init(
            "password", description: "A new password in clear text; it is never shown.", mutability: .writeOnly,
            returned: .never),
    ]

    private static let addresses = AttributeDefinition(
        "addresses", .complex, multiValued: true, description: "The postal addresses of the user.",
        subAttributes: [
            .init("formatted", description: "The whole address, ready for a label; it may have several lines."),
            .init("streetAddress", description: "The street, the number and whatever else leads to the door."),
            .init("locality", description: "The city or town."),
            .init("region", description: "The state or region."),
            .init("postalCode", description: "The postal code."),
            .init("country", description: "The country by its two letters in ISO 3166-1.", format: .country),
            kind(of: ["work", "home", "other"]),
            preference,
        ])

    private static let userGroups = AttributeDefinition(
        "groups", .complex, multiValued: true, description: "The groups the user belongs to; change the group instead.",
        mutability: .readOnly,
        subAttributes: [
            .init("value", description: "The id of the group.", mutability: .readOnly),
            .init(
                "$ref", .reference, description: "The URI of the group.", caseExact: true, mutability: .readOnly,
                referenceTypes: ["Group"]),
            .init("display", description: "The name of the group.", mutability: .readOnly),
            .init(
                "type", description: "Whether the user is a member itself or through another group.",
                mutability: .readOnly, canonicalValues: ["direct", "indirect"]),
        ])

    /// An attribute with several values of which each has a kind and one may be preferred (RFC 7643 §2.4).
    private static func values(
        _ name: AttributeName, _ description: String, types: [String] = [],
        of value: AttributeDefinition = .init("value", description: "The value itself.")
    ) -> AttributeDefinition {
        .init(
            name, .complex, multiValued: true, description: description,
            subAttributes: [
                value, .init("display", description: "The value as people should see it."), kind(of: types), preference,
            ])
    }

    private static func kind(of types: [String]) -> AttributeDefinition {
        .init("type", description: "What kind of value this is.", canonicalValues: types)
    }

    private static let preference = AttributeDefinition(
        "primary", .boolean, description: "Whether this value is preferred; at most one is.")
}
