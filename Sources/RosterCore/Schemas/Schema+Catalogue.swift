public import SCIM

extension Schema {
    /// What Okta calls a role: an entry of the catalogue.
    public static let catalogueRole = Schema(
        id: "urn:okta:scim:schemas:core:1.0:Role", name: "Role", description: "A role that the application knows.",
        attributes: [
            .init("displayName", description: "The name of the role.", required: true, mutability: .readOnly),
            .init("description", description: "What the role is for.", mutability: .readOnly),
        ])

    /// What Okta calls an entitlement: something that roles of the catalogue allow.
    public static let catalogueEntitlement = Schema(
        id: "urn:okta:scim:schemas:core:1.0:Entitlement", name: "Entitlement",
        description: "Something that roles of the application allow.",
        attributes: [
            .init("displayName", description: "The name of the entitlement.", required: true, mutability: .readOnly),
            .init(
                "type", description: "The kind of entitlement.", mutability: .readOnly, canonicalValues: ["permission"]),
            .init("description", description: "The roles that allow it.", mutability: .readOnly),
        ])
}

extension ResourceType {
    /// The roles of the catalogue, as Okta asks for them.
    public static let catalogueRole = ResourceType(
        name: "Role", endpoint: "/Roles", description: "Roles that the application knows.", schema: .catalogueRole,
        isReadOnly: true)

    /// The permissions of the roles of the catalogue, as Okta asks for them.
    public static let catalogueEntitlement = ResourceType(
        name: "Entitlement", endpoint: "/Entitlements", description: "What roles of the application allow.",
        schema: .catalogueEntitlement, isReadOnly: true)
}
