public import SCIM

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
        /// Somebody gave it to the user: the identity provider pushed it, or the application added it.
        case pushed
        /// The configuration gave it to the user at creation, because none was pushed.
        case byDefault
        /// A rule of this name gives it for as long as it applies; to the members of a group, where there is one.
        case rule(String, group: GroupReference?)
    }
}

extension RoleGrant.Origin {
    /// Whether the role follows from a rule, so that it is not kept in the user's `roles`.
    public var isDerived: Bool {
        if case .rule = self { true } else { false }
    }
}

extension RoleGrant.Origin: CustomStringConvertible {
    /// The origin for people: `pushed`, `default`, or the rule and the group through which it applies.
    public var description: String {
        switch self {
        case .pushed: "pushed"
        case .byDefault: "default"
        case .rule(let name, let group):
            "rule '\(name)'" + (group.map { " through group '\($0.display ?? $0.id.text)' (\($0.id))" } ?? "")
        }
    }
}
