import RosterCore
import SCIM

/// Reads a section of `type: rules` to its end, whatever is wrong on the way; the report has it all.
struct RoleRulesReader {
    private let userType: ResourceType
    private let groupType: ResourceType
    /// The roles so far; one of which something else is wrong is among them, lest its id be called unknown.
    private var catalogue: [Role] = []
    /// What roles have already: their ids, names and types, case folded.
    private var taken: [String: Set<String>] = [:]
    /// The names of rules, case folded.
    private var ruleNames: Set<String> = []

    init(types: [ResourceType]) {
        userType = types.first { $0 == .user } ?? .user
        groupType = types.first { $0 == .group } ?? .group
    }

    mutating func resolver(_ section: ConfigurationSection) -> RuleRoleResolver {
        for entry in section.sections("roles") { readRole(entry) }
        let unknown = section.value("unknown", as: UnknownRole.self)
        let general = section.text("default").flatMap { role($0, in: section, at: "default") }
        let defaults = DefaultRoles(general: general, byUserType: rolesByUserType(section))
        var rules: [RoleRule] = []
        for entry in section.sections("rules") {
            if let rule = rule(entry) { rules.append(rule) }
        }
        return RuleRoleResolver(
            catalogue: catalogue, defaults: defaults, unknown: unknown ?? .keep,
            rules: RuleSet(rules: rules, userType: userType, groupType: groupType))
    }

    /// The role of an id; `nil` after saying that there is none.
    private func role(_ id: String, in section: ConfigurationSection, at key: String, item: Int? = nil) -> Role? {
        if let role = catalogue.first(where: { $0.id == id }) { return role }
        section.refuse(
            key, item: item, "no role of the catalogue has the id \(id.quotedForDisplay)",
            suggestion: id.nearest(among: catalogue.map(\.id)))
        return nil
    }

    private mutating func readRole(_ section: ConfigurationSection) {
        let id = section.requiredText("id")
        let name = section.requiredText("name")
        let type = section.text("type")
        let description = section.text("description")
        let permissions = section.texts("permissions")
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
            let id = mapping.requiredText(type)
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

extension RoleRulesReader {
    /// Reads a rule; `nil` if something is wrong with it.
    private mutating func rule(_ section: ConfigurationSection) -> RoleRule? {
        let name = section.requiredText("name")
        if let name, !ruleNames.insert(name.caseFolded).inserted {
            section.refuse("name", "another rule has the name \(name.quotedForDisplay) already")
        }
        let roles = roles(section)
        let group = group(section, ofRule: name ?? "")
        let users = section.text("users").flatMap { filter($0, in: section) }
        if !section.has("group"), !section.has("users"), !isSlip(of: ["group", "users"], in: section) {
            section.record(section.problem("a rule needs 'group', 'users' or both"))
        }
        guard let name, group != nil || !section.has("group"), users != nil || !section.has("users") else { return nil }
        return RoleRule(name: name, roles: roles, group: group, users: users)
    }

    /// Reads `role` or `roles`.
    private func roles(_ section: ConfigurationSection) -> [Role] {
        let one = section.text("role")
        let several = section.texts("roles")
        switch (section.has("role"), section.has("roles")) {
        case (true, true): section.refuse("roles", "a rule has either 'role' or 'roles', not both")
        case (false, false) where !isSlip(of: ["role", "roles"], in: section):
            section.record(section.problem("a rule needs 'role' or 'roles'"))
        case (false, true) where several?.isEmpty ?? false: section.refuse("roles", "'roles' must not be empty")
        default: break
        }
        var roles = one.flatMap { role($0, in: section, at: "role") }.map { [$0] } ?? []
        for (item, id) in (several ?? []).enumerated() {
            guard let role = role(id, in: section, at: "roles", item: item) else { continue }
            if roles.contains(role) {
                section.refuse("roles", item: item, "the role \(id.quotedForDisplay) is listed already")
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
        for key in keys { texts[key] = section.text(key) }
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

    /// Whether an unknown key is probably a misspelling of one of these, which the problem of that key already says.
    private func isSlip(of keys: [String], in section: ConfigurationSection) -> Bool {
        section.unreadKeys.contains { $0.nearest(among: keys) != nil }
    }
}

extension RoleRulesReader {
    /// Reads the filter over users that a rule has as `users`; `nil` after saying what is wrong with it.
    private func filter(_ text: String, in section: ConfigurationSection) -> ResolvedFilter? {
        do throws(SCIMError) {
            let filter = try Filter(text, limits: .body)
            if let name = filter.names.first(where: { userType.resolve($0) == nil }) {
                let message = "unknown attribute \(name.quotedForDisplay)"
                if let whole = userType.extensionAttribute(name) {
                    section.refuse("users", "\(message); it stands in an extension: write \(whole)")
                } else {
                    section.refuse("users", message, suggestion: userType.attribute(like: name))
                }
                return nil
            }
            let resolved = try userType.resolve(filter)
            if let path = resolved.places.first(where: \.isOutOfSight) {
                section.refuse("users", "'\(path.path)' is not at hand where roles are decided")
                return nil
            }
            return resolved
        } catch {
            section.refuse("users", error.detail)
            return nil
        }
    }
}

extension Filter {
    /// The attributes that the filter names; in brackets stand parts of them, which are not among these.
    fileprivate var names: [String] {
        switch self {
        case .any(let terms), .all(let terms): terms.flatMap(\.names)
        case .not(let filter): filter.names
        case .present(let name), .compare(let name, _, _), .element(let name, _): [name]
        }
    }
}

extension ResolvedFilter {
    /// All paths, those in brackets too.
    fileprivate var places: [ResolvedPath] {
        switch self {
        case .any(let terms), .all(let terms): terms.flatMap(\.places)
        case .not(let filter): filter.places
        case .element(let path, let filter): [path] + filter.places
        case .present(let path), .compare(let path, _, _): [path]
        }
    }
}

extension ResolvedPath {
    /// Whether a resolver cannot see what stands here: version and times are the store's, and URLs depend on the client.
    fileprivate var isOutOfSight: Bool {
        path.schema == nil && path.attribute == .meta || definition.name == .reference
    }
}

extension ResourceType {
    /// The whole name of an attribute of an extension that was named without its URN.
    fileprivate func extensionAttribute(_ name: String) -> String? {
        extensions.map { "\($0.schema.id):\(name)" }.compactMap(resolve).first.map { "\($0.path)" }
    }

    /// The attribute that a name was probably meant to be.
    fileprivate func attribute(like name: String) -> String? {
        var names = (schema.attributes + CommonAttributes.definitions).flatMap { $0.names(behind: "") }
        for `extension` in extensions {
            names += `extension`.schema.attributes.flatMap { $0.names(behind: "\(`extension`.schema.id):") }
        }
        return name.nearest(among: names)
    }
}

extension AttributeDefinition {
    fileprivate func names(behind prefix: String) -> [String] {
        ["\(prefix)\(name)"] + subAttributes.map { "\(prefix)\(name).\($0.name)" }
    }
}

/// A text that says something.
private struct NonEmptyText: ConfigurationScalar {
    let text: String

    init(configurationText text: String) throws(ConfigurationRefusal) {
        guard text.contains(where: { !$0.isWhitespace }) else { throw ConfigurationRefusal("a text that is not empty") }
        self.text = text
    }
}

extension ConfigurationSection {
    /// Reads a text that may be there; `nil` also if it is blank, which is recorded.
    fileprivate func text(_ key: String) -> String? { value(key, as: NonEmptyText.self)?.text }

    /// Reads a text that must be there; `nil` if it is missing or blank, which is recorded.
    fileprivate func requiredText(_ key: String) -> String? { (try? required(key, as: NonEmptyText.self))?.text }

    /// Reads a list of texts; `nil` if one of them is wrong, which is recorded.
    fileprivate func texts(_ key: String) -> [String]? { (try? values(key, as: NonEmptyText.self))?.map(\.text) }
}
