/// A role that the application knows.
public struct Role: Sendable, Hashable {
    /// The identifier, which a user's `roles.value` holds.
    public var id: String
    /// The name to show, which `roles.display` holds.
    public var name: String
    /// The kind of role, by which an identity provider may name it instead of by id.
    public var type: String?
    /// What the role is for, for people.
    public var description: String?
    /// What the role allows, in the application's words.
    public var permissions: [String]

    /// Describes a role.
    public init(id: String, name: String, type: String? = nil, description: String? = nil, permissions: [String] = []) {
        self.id = id
        self.name = name
        self.type = type
        self.description = description
        self.permissions = permissions
    }
}
