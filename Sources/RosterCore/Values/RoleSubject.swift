public import SCIM

/// What a role resolver may look at to decide on the roles of a user.
public struct RoleSubject: Sendable, Hashable {
    /// The identifier, `nil` while the user is being created.
    public var id: ResourceID?
    /// The attributes of the user.
    public var attributes: Attributes
    /// The groups that the user is a member of: first the direct ones, which name the user, then those that hold these, and
    /// so on; each once, whatever circles they make.
    public var groups: [GroupReference]
    /// The id of the role that the user was given by default at creation; `nil` if there was none.
    public var defaultRole: String?

    /// Describes a user.
    public init(id: ResourceID?, attributes: Attributes, groups: [GroupReference], defaultRole: String? = nil) {
        self.id = id
        self.attributes = attributes
        self.groups = groups
        self.defaultRole = defaultRole
    }
}
