public import RosterCore
import SCIM

/// Decides on roles by what the identity provider pushed, a catalogue, and a default.
public struct RuleRoleResolver: RoleResolver {
    /// The roles that the application knows.
    public let catalogue: [Role]
    private let defaultRole: Role?
    private let index: RoleIndex

    /// Takes a catalogue.
    ///
    /// - Parameters:
    ///   - catalogue: The roles that the application knows; of two with one id, type or name, the first is found by it.
    ///   - defaultRole: The role of users for whom none was pushed; `nil` for none.
    public init(catalogue: [Role] = [], default defaultRole: Role? = nil) {
        self.catalogue = catalogue
        self.defaultRole = defaultRole
        index = RoleIndex(catalogue)
    }

    /// The roles in the user's `roles`, in that order and each once; the default role if there are none.
    ///
    /// A role that the catalogue does not know is one of its own, with the id, name and type that were pushed.
    public func roles(of subject: RoleSubject) -> [RoleGrant] {
        var seen: Set<String> = []
        var grants: [RoleGrant] = []
        for value in subject.attributes[.roles]?.values ?? [] {
            guard let pushed = PushedRole(value) else { continue }
            let role = index.role(for: pushed) ?? pushed.role
            if seen.insert(role.id.caseFolded).inserted { grants.append(RoleGrant(role, from: .pushed)) }
        }
        if grants.isEmpty, let defaultRole { return [RoleGrant(defaultRole, from: .byDefault)] }
        return grants
    }
}
