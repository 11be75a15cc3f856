extension ResourceType {
    /// Users, with the enterprise extension for those who have it (RFC 7643 §4.1, §4.3).
    public static let user = ResourceType(
        name: "User", endpoint: "/Users", description: "Accounts of people and services.", schema: .user,
        extensions: [SchemaExtension(.enterpriseUser)])

    /// Groups (RFC 7643 §4.2).
    public static let group = ResourceType(
        name: "Group", endpoint: "/Groups", description: "Sets of users and of other groups.", schema: .group)
}
