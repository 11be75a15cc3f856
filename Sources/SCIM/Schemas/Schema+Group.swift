extension Schema {
    /// The schema of groups (RFC 7643 §4.2).
    public static let group = Schema(
        id: "urn:ietf:params:scim:schemas:core:2.0:Group",
        name: "Group",
        description: "A set of users and of other groups.",
        attributes: [
            .init("displayName", description: "The name of the group.", required: true),
            .init(
                "members", .complex, multiValued: true, description: "Who belongs to the group.",
                subAttributes: [
                    .init("value", description: "The id of the member.", mutability: .immutable),
                    .init(
                        "$ref", .reference, description: "The URI of the member.", caseExact: true,
                        mutability: .immutable, referenceTypes: ["User", "Group"]),
                    .init(
                        "type", description: "The resource type of the member.", mutability: .immutable,
                        canonicalValues: ["User", "Group"]),
                    .init("display", description: "The name of the member.", mutability: .immutable),
                ]),
        ]
    )
}
