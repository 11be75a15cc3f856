import RosterCore
import SCIM

extension RoleRulesReader {
    /// Reads a rule; `nil` if something is wrong with it.
    mutating func rule(_ section: ConfigurationSection) -> RoleRule? {
        let name = (try? section.required("name", as: NonEmptyText.self))?.text
        if let name, !ruleNames.insert(name.caseFolded).inserted {
            section.refuse("name", "another rule has the name \(name.quotedForDisplay) already")
        }
        let roles = roles(section)
        let group = group(section, ofRule: name ?? "")
        let users = section.value("users", as: NonEmptyText.self).flatMap { filter($0.text, in: section) }
        if !section.has("group"), !section.has("users"), !isSlip(of: ["group", "users"], in: section) {
            section.record(section.problem("a rule needs 'group', 'users' or both"))
        }
        guard let name, group != nil || !section.has("group"), users != nil || !section.has("users") else { return nil }
        return RoleRule(name: name, roles: roles, group: group, users: users)
    }

    /// Reads `role` or `roles`.
    private func roles(_ section: ConfigurationSection) -> [Role] {
        let one = section.value("role", as: NonEmptyText.self)
        let several = try? section.values("roles", as: NonEmptyText.self)
        switch (section.has("role"), section.has("roles")) {
        case (true, true): section.refuse("roles", "a rule has either 'role' or 'roles', not both")
        case (false, false) where !isSlip(of: ["role", "roles"], in: section):
            section.record(section.problem("a rule needs 'role' or 'roles'"))
        case (false, true) where several?.isEmpty ?? false: section.refuse("roles", "'roles' must not be empty")
        default: break
        }
        var roles = one.flatMap { role($0.text, in: section, at: "role") }.map { [$0] } ?? []
        for (item, id) in (several ?? []).enumerated() {
            guard let role = role(id.text, in: section, at: "roles", item: item) else { continue }
            if roles.contains(role) {
                section.refuse("roles", item: item, "the role \(id.text.quotedForDisplay) is listed already")
            } else {
                roles.append(role)
            }
        }
        return roles
    }

    /// Reads what says which groups a rule speaks of.
    private func group(_ rule: ConfigurationSection, ofRule name: String) -> GroupCondition? {
        guard let section = try? rule.optionalSection("group") else { return nil }
        let keys = ["id", "external-id", "name", "pattern"]
        let given = section.unreadKeys.filter { keys.contains($0) && section.has($0) }
        var texts: [String: String] = [:]
        for key in keys { texts[key] = section.value(key, as: NonEmptyText.self)?.text }
        guard let key = given.first else {
            if !isSlip(of: keys, in: section) {
                section.record(section.problem("'group' needs one of \(keys.joined(separator: ", "))"))
            }
            return nil
        }
        for other in given.dropFirst() {
            section.refuse(other, "the group is named by \(key.quotedForDisplay) already; use one of them")
        }
        guard let text = texts[key] else { return nil }
        let absence = section.problem(
            for: key,
            "rule \(name.quotedForDisplay) names the group \(text.quotedForDisplay), which does not exist (yet)")
        switch key {
        case "id": return GroupCondition(kind: .id(ResourceID(text)), absence: absence)
        case "external-id": return GroupCondition(kind: .externalID(text), absence: absence)
        case "name": return GroupCondition(kind: .name(text.caseFolded), absence: absence)
        default: return GroupCondition(kind: .pattern(NamePattern(text)), absence: nil)
        }
    }

    /// Whether a key that nobody knows was probably meant to be one of these, which its own problem says.
    private func isSlip(of keys: [String], in section: ConfigurationSection) -> Bool {
        section.unreadKeys.contains { $0.nearest(among: keys) != nil }
    }
}
