import RosterCore
import SCIM

/// Gives roles to the members of groups, to users that meet a filter, or to those of whom both is true.
struct RoleRule: Sendable {
    let name: String
    let roles: [Role]
    let group: GroupCondition?
    let users: ResolvedFilter?
}

/// Which groups a rule speaks of.
struct GroupCondition: Sendable {
    enum Kind: Sendable {
        case id(ResourceID)
        case externalID(String)
        /// The name, case folded.
        case name(String)
        case pattern(NamePattern)
    }

    let kind: Kind
    /// What to say if there is no such group; `nil` where that is nothing to speak of.
    let absence: ConfigurationProblem?

    /// - Parameter name: The name of the group, case folded, so that many rules need not do it again.
    func holds(for group: GroupReference, called name: String?) -> Bool {
        switch kind {
        case .id(let id): id == group.id
        case .externalID(let id): id == group.externalID
        case .name(let wanted): wanted == name
        case .pattern(let pattern): name.map(pattern.matches) ?? false
        }
    }
}

/// All rules, and the types that they speak of.
struct RuleSet: Sendable {
    var rules: [RoleRule] = []
    var userType: ResourceType = .user
    var groupType: ResourceType = .group

    var isEmpty: Bool { rules.isEmpty }
}

/// The rules made ready for many users.
struct RuleRun {
    private let rules: [(rule: RoleRule, isMet: ((Resource) -> Bool)?)]
    private let userType: ResourceType
    private let looksAtUsers: Bool
    private let looksAtGroups: Bool
    /// The places of the rules that speak of a group; users share their groups.
    private var places: [GroupReference: [Int]] = [:]

    init(_ set: RuleSet) {
        rules = set.rules.map { ($0, $0.users?.predicate) }
        userType = set.userType
        let filters = set.rules.compactMap(\.users)
        looksAtUsers = !filters.isEmpty
        looksAtGroups = filters.flatMap(\.paths).contains { $0.path.schema == nil && $0.path.attribute == .groups }
    }

    /// The roles that follow from the rules, in their order; of one rule by role, and of one role by group.
    mutating func grants(to subject: RoleSubject) -> [RoleGrant] {
        if rules.isEmpty { return [] }
        var groups: [Int: [GroupReference]] = [:]
        for group in subject.groups {
            for place in places(of: group) { groups[place, default: []].append(group) }
        }
        let user = looksAtUsers ? resource(subject) : nil
        var grants: [RoleGrant] = []
        for (place, (rule, isMet)) in rules.enumerated() {
            let through: [GroupReference?] = rule.group == nil ? [nil] : groups[place] ?? []
            if through.isEmpty { continue }
            if let isMet, let user, !isMet(user) { continue }
            for role in rule.roles {
                for group in through { grants.append(RoleGrant(role, from: .rule(rule.name, group: group))) }
            }
        }
        return grants
    }

    private mutating func places(of group: GroupReference) -> [Int] {
        if let known = places[group] { return known }
        let name = group.display?.caseFolded
        let found = rules.indices.filter { rules[$0].rule.group?.holds(for: group, called: name) ?? false }
        places[group] = found
        return found
    }

    /// The user as filters look at it.
    ///
    /// Version and times are not known here, and no filter of a rule may ask for them.
    private func resource(_ subject: RoleSubject) -> Resource {
        var attributes = subject.attributes
        if looksAtGroups {
            attributes[.groups] = .array(subject.groups.map { .complex($0.attributes) })
        }
        let epoch = DateTime(secondsSinceEpoch: 0)
        return Resource(
            type: userType, id: subject.id ?? ResourceID(""), version: Version(""), created: epoch, lastModified: epoch,
            attributes: attributes)
    }
}
