/// A role that the application knows.
public struct Role: Sendable, Hashable {
    /// The identifier, which a user's `roles.value` holds.
    public var id: String
    /// The name to show, which `roles.display` holds.
    public var name: String
    /// The kind of role, by which an identity provider may name it instead of by id.
    public var type: String?

    /// Describes a role.
    public init(id: String, name: String, type: String? = nil) {
        self.id = id
        self.name = name
        self.type = type
    }
}
