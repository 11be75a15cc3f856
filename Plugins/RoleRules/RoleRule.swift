import RosterCore
import SCIM

/// Gives roles to the members of groups, to users that meet a filter, or to those of whom both is true.
struct RoleRule: Sendable {
    let name: String
    let roles: [Role]
    let group: GroupCondition?
    let users: ResolvedFilter?
}
