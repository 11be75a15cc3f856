public import SCIM

/// What a role resolver may look at to decide on the roles of a user.
public struct RoleSubject: Sendable, Hashable {
    /// The identifier, `nil` while the user is being created.
    public var id: ResourceID?
    /// The attributes of the user.
    public var attributes: Attributes
    /// The groups that the user is a member of.
    public var groups: [GroupReference]

    /// Describes a user.
    public init(id: ResourceID?, attributes: Attributes, groups: [GroupReference]) {
        self.id = id
        self.attributes = attributes
        self.groups = groups
    }
}
