public import RosterCore
public import SCIM

/// Decides on roles by what was pushed, a catalogue, a default for new users, and rules over groups and users.
public struct RuleRoleResolver: RoleResolver {
    /// The roles that the application knows.
    public let catalogue: [Role]
    private let index: RoleIndex
    private let unknown: UnknownRole
    private let rules: RuleSet
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

extension RuleRoleResolver {
    /// What is kept of values of `roles`: each as it was pushed, with the id of the role where it has none.
    ///
    /// Identity providers compare what they read with what they sent. A value without an id that names no role of the
    /// catalogue is no role, and is left out.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` for a role that the catalogue does not know, if such are rejected.
    public func kept(_ pushed: [AttributeValue]) throws(SCIMError) -> [AttributeValue] {
        var kept: [AttributeValue] = []
        for value in pushed {
            guard let named = PushedRole(value) else { continue }
            if let role = index.role(for: named) {
                kept.append(value.naming(role))
                continue
            }
            switch unknown {
            case .keep: if named.role != nil { kept.append(value) }
            case .ignore: break
            case .reject:
                throw SCIMError(.invalidValue, "'roles': the role \(named.name.quotedForDisplay) is not known here")
            }
        }
        return kept
    }
}

extension AttributeValue {
    /// The value with the id of a role, if it has none.
    fileprivate func naming(_ role: Role) -> AttributeValue {
        guard case .complex(var attributes) = self, attributes[.value]?.words == nil else { return self }
        attributes[.value] = .string(role.id)
        return .complex(attributes)
    }
}

extension RuleRoleResolver {
    /// A problem for each rule that names a group which the store does not have, at the place of the group's name.
    ///
    /// - Throws: What the store throws.
    public func problems(in store: any IdentityStore) async throws -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        for group in rules.rules.compactMap(\.group) {
            guard let absence = group.absence else { continue }
            if try await !exists(group, in: store) { problems.append(absence) }
        }
        return problems
    }

    private func exists(_ group: GroupCondition, in store: any IdentityStore) async throws -> Bool {
        switch group.kind {
        case .id(let id): try await store.resource(ResourceKey(rules.groupType, id), selecting: .minimum) != nil
        case .externalID(let id): try await exists(.externalId, equalTo: id, in: store)
        case .name(let name): try await exists(.displayName, equalTo: name, in: store)
        case .pattern: true
        }
    }

    private func exists(
        _ attribute: AttributeName, equalTo text: String, in store: any IdentityStore
    ) async throws -> Bool {
        let filter = try rules.groupType.resolve(.compare(attribute.text, .eq, .string(text)))
        return try await store.search(Query(rules.groupType, filter: filter, count: 0)).totalResults > 0
    }
}

/// What becomes of a pushed role that the catalogue does not know.
enum UnknownRole: String, CaseIterable, ConfigurationScalar {
    /// It is kept and is a role of its own.
    case keep
    /// It is left out.
    case ignore
    /// The request is refused.
    case reject
}

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
