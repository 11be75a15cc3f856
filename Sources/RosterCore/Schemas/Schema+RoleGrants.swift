public import SCIM

extension Schema {
    /// The extension by which a user shows which roles it has and why, where roles are configured.
    ///
    /// Nothing of it can be written. `grants` is computed when it is asked for by name, so that it is never out of date and
    /// no client writes back as its own what follows from a rule.
    public static let roleGrants = Schema(
        id: "urn:roster:params:scim:schemas:extension:roles:1.0:User",
        name: "RoleGrants",
        description: "The roles that a user has in the application, and why.",
        attributes: [
            .init(
                "grants", .complex, multiValued: true, description: "The roles of the user, once for each origin.",
                mutability: .readOnly, returned: .request,
                subAttributes: [
                    .init("value", description: "The id of the role.", caseExact: true, mutability: .readOnly),
                    .init("display", description: "The name of the role.", mutability: .readOnly),
                    .init(
                        "origin", description: "How the user came by the role.", caseExact: true, mutability: .readOnly,
                        canonicalValues: ["pushed", "default", "rule"]),
                    .init("rule", description: "The name of the rule that gives the role.", mutability: .readOnly),
                    .init(
                        "group", description: "The id of the group through which the rule applies.", caseExact: true,
                        mutability: .readOnly),
                ]),
            .init(
                "defaultRole", description: "The id of the role given at creation because none was pushed.",
                caseExact: true, mutability: .readOnly),
        ])
}

extension ResourceType {
    /// The type with the extension by which users show their roles.
    public var showingRoleGrants: ResourceType {
        ResourceType(
            name: name, endpoint: endpoint, description: description, schema: schema,
            extensions: extensions + [SchemaExtension(.roleGrants)])
    }
}

extension AttributeName {
    static let roleGrants = AttributeName(Schema.roleGrants.id)
    static let grants = AttributeName("grants")
    static let defaultRole = AttributeName("defaultRole")
}
