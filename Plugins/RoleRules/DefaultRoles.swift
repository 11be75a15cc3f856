import RosterCore
import SCIM

/// The role of new users for whom none was pushed.
struct DefaultRoles: Sendable {
    /// The role of those for whose type there is no other.
    var general: Role?
    /// The roles by `userType`, case folded.
    var byUserType: [String: Role] = [:]

    func role(for user: Attributes) -> Role? {
        user["userType"]?.string.flatMap { byUserType[$0.caseFolded] } ?? general
    }
}
