import RosterCore
import SCIM

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
