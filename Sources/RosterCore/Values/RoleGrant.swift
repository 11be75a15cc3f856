/// A role that a user has, and why.
public struct RoleGrant: Sendable, Hashable {
    /// The role.
    public var role: Role
    /// Where it came from.
    public var origin: Origin

    /// Grants a role.
    public init(_ role: Role, from origin: Origin) {
        self.role = role
        self.origin = origin
    }

    /// Where a role came from.
    public enum Origin: Sendable, Hashable {
        /// The identity provider pushed it.
        case explicit
        /// The configuration gives it to users for whom none was pushed.
        case byDefault
        /// It follows from being a member of a group.
        case group(String)
    }
}
