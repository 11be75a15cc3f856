import RosterCore
import SCIM

/// Reads a section of `type: rules` to its end, whatever is wrong on the way; the report has it all.
struct RoleRulesReader {
    let userType: ResourceType
    let groupType: ResourceType
    /// The roles so far; one of which something else is wrong is among them, lest its id be called unknown.
    private(set) var catalogue: [Role] = []
    /// What roles have already: their ids, names and types, case folded.
    private var taken: [String: Set<String>] = [:]
    /// The names of rules, case folded.
    var ruleNames: Set<String> = []

    init(types: [ResourceType]) {
        userType = types.first { $0 == .user } ?? .user
        groupType = types.first { $0 == .group } ?? .group
    }

    mutating func resolver(_ section: ConfigurationSection) -> RuleRoleResolver {
        for entry in section.validSections("roles") { readRole(entry) }
        let unknown = section.value("unknown", as: UnknownRole.self)
        let general = section.value("default", as: NonEmptyText.self)
        let defaults = DefaultRoles(
            general: general.flatMap { role($0.text, in: section, at: "default") }, byUserType: rolesByUserType(section)
        )
        var rules: [RoleRule] = []
        for entry in section.validSections("rules") {
            if let rule = rule(entry) { rules.append(rule) }
        }
        return RuleRoleResolver(
            catalogue: catalogue, defaults: defaults, unknown: unknown ?? .keep,
            rules: RuleSet(rules: rules, userType: userType, groupType: groupType))
    }

    /// The role of an id; `nil` after saying that there is none.
    func role(_ id: String, in section: ConfigurationSection, at key: String, item: Int? = nil) -> Role? {
        if let role = catalogue.first(where: { $0.id == id }) { return role }
        section.refuse(
            key, item: item, "no role of the catalogue has the id \(id.quotedForDisplay)",
            suggestion: id.nearest(among: catalogue.map(\.id)))
        return nil
    }

    private mutating func readRole(_ section: ConfigurationSection) {
        let id = (try? section.required("id", as: NonEmptyText.self))?.text
        let name = (try? section.required("name", as: NonEmptyText.self))?.text
        let type = section.value("type", as: NonEmptyText.self)?.text
        let description = section.value("description", as: NonEmptyText.self)?.text
        let permissions = (try? section.values("permissions", as: NonEmptyText.self))?.map(\.text)
        // A type or a name of two roles would leave it to chance which of them a user gets.
        for (key, text) in [("id", id), ("name", name), ("type", type)] {
            guard let text, !taken[key, default: []].insert(text.caseFolded).inserted else { continue }
            section.refuse(key, "another role has the \(key) \(text.quotedForDisplay) already")
        }
        guard let id else { return }
        catalogue.append(
            Role(id: id, name: name ?? id, type: type, description: description, permissions: permissions ?? []))
    }

    /// Reads `defaults`, a mapping whose keys are user types.
    private func rolesByUserType(_ section: ConfigurationSection) -> [String: Role] {
        guard let mapping = try? section.optionalSection("defaults") else { return [:] }
        var roles: [String: Role] = [:]
        var seen: Set<String> = []
        for type in mapping.unreadKeys {
            let id = (try? mapping.required(type, as: NonEmptyText.self))?.text
            if !type.contains(where: { !$0.isWhitespace }) {
                mapping.refuse(type, "a user type must not be empty")
            } else if !seen.insert(type.caseFolded).inserted {
                mapping.refuse(
                    type, "the user type \(type.quotedForDisplay) has a role already; letter case plays no part")
            }
            if let id { roles[type.caseFolded] = role(id, in: mapping, at: type) }
        }
        return roles
    }
}
