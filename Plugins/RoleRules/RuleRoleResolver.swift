public import RosterCore
import SCIM

/// Decides on roles by what was pushed, a catalogue, a default for new users, and rules over groups and users.
public struct RuleRoleResolver: RoleResolver {
    /// The roles that the application knows.
    public let catalogue: [Role]
    let index: RoleIndex
    let unknown: UnknownRole
    let rules: RuleSet
    private let defaults: DefaultRoles

    /// Takes a catalogue and no rules.
    ///
    /// - Parameters:
    ///   - catalogue: The roles that the application knows; of two with one id, type or name, the first is found by it.
    ///   - defaultRole: The role of new users for whom none was pushed; `nil` for none.
    public init(catalogue: [Role] = [], default defaultRole: Role? = nil) {
        self.init(catalogue: catalogue, defaults: DefaultRoles(general: defaultRole))
    }

    init(
        catalogue: [Role], defaults: DefaultRoles, unknown: UnknownRole = .keep, rules: RuleSet = RuleSet()
    ) {
        self.catalogue = catalogue
        self.defaults = defaults
        self.unknown = unknown
        self.rules = rules
        index = RoleIndex(catalogue)
    }

    /// Whether there are rules.
    public var hasRules: Bool { !rules.isEmpty }

    /// The roles in the user's `roles`, in that order and each once; then those of rules, in the order of the rules, with
    /// one grant for each rule and group.
    ///
    /// A new user whose `roles` name none has the default role. One that exists was given it at creation, and it is
    /// among the `roles` unless somebody took it away.
    public func roles(of subject: RoleSubject) -> [RoleGrant] {
        var run = RuleRun(rules)
        return roles(of: subject, &run)
    }

    /// The same for many users: filters are made ready once, and each group is held against the rules once.
    public func roles(of subjects: [RoleSubject]) -> [[RoleGrant]] {
        var run = RuleRun(rules)
        return subjects.map { roles(of: $0, &run) }
    }

    private func roles(of subject: RoleSubject, _ run: inout RuleRun) -> [RoleGrant] {
        pushed(to: subject) + run.grants(to: subject)
    }

    /// What stands in `roles`, or the default of a new user.
    ///
    /// A role that the catalogue does not know is one of its own, with the id, name and type that were pushed, unless it has no
    /// id or such roles are not kept: then one may have been kept before, and is no role any more.
    private func pushed(to subject: RoleSubject) -> [RoleGrant] {
        let given = subject.defaultRole?.caseFolded
        var seen: Set<String> = []
        var grants: [RoleGrant] = []
        for value in subject.attributes[.roles]?.values ?? [] {
            guard let pushed = PushedRole(value),
                let role = index.role(for: pushed) ?? (unknown == .keep ? pushed.role : nil)
            else { continue }
            let id = role.id.caseFolded
            guard seen.insert(id).inserted else { continue }
            grants.append(RoleGrant(role, from: id == given ? .byDefault : .pushed))
        }
        if grants.isEmpty, subject.id == nil, let role = defaults.role(for: subject.attributes) {
            return [RoleGrant(role, from: .byDefault)]
        }
        return grants
    }
}
