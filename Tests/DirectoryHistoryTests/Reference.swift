import SCIM

/// What a directory holds at one moment, and what it has to answer then: written for the tests, as plainly as can be.
struct Reference: Equatable {
    struct User: Equatable {
        let id: String
        var login: String
        var job: String?
        var active: Bool?
        var roles: [Role] = []
        var defaultRole: String?
    }

    /// A value of `roles`.
    struct Role: Equatable {
        var id: String
        var label: String?
    }

    struct Group: Equatable {
        let id: String
        var name: String
        var externalID: String?
        var members: [String] = []
    }

    /// Users and groups in the order of their creation.
    var users: [User] = []
    var groups: [Group] = []
    /// Which place in the order of creation each id has, also of those that are gone.
    var places: [String: Int] = [:]

    func user(_ id: String) -> User? { users.first { $0.id == id } }
    func group(_ id: String) -> Group? { groups.first { $0.id == id } }
    func isThere(_ id: String) -> Bool { user(id) != nil || group(id) != nil }

    /// The groups that name a member.
    func holders(of id: String) -> [Group] { groups.filter { $0.members.contains(id) } }

    /// The groups that a user belongs to: those that name it, those that name these, and so on, each once.
    func allGroups(of id: String) -> [Group] {
        var found: [Group] = []
        var level = holders(of: id)
        while !level.isEmpty {
            var next: [Group] = []
            for group in level where !found.contains(where: { $0.id == group.id }) {
                found.append(group)
                next += holders(of: group.id)
            }
            level = next
        }
        return found
    }
}

extension Reference {
    /// The names of the roles of the configuration.
    static let catalogue = ["reader": "Reader", "operator": "Operator", "admin": "Administrator"]

    /// A role, its origin, and the group through which it is had.
    struct Grant {
        let role: String
        var label: String
        let origin: String
        var rule: String?
        var group: Group?

        /// The origin as the directory words it.
        var words: String {
            guard let rule else { return origin }
            return "rule '\(rule)'" + (group.map { " through group '\($0.name)' (\($0.id))" } ?? "")
        }
    }

    /// The roles of a user, as `History.rules` says.
    func grants(_ user: User) -> [Grant] {
        var grants = user.roles.map { role in
            Grant(
                role: role.id, label: Self.catalogue[role.id] ?? role.label ?? role.id,
                origin: role.id == user.defaultRole ? "default" : "pushed")
        }
        func give(_ role: String, by rule: String, through group: Group?) {
            let label = Self.catalogue[role] ?? ""
            grants.append(Grant(role: role, label: label, origin: "rule", rule: rule, group: group))
        }
        let groups = allGroups(of: user.id)
        for group in groups where group.name.lowercased().hasPrefix("ops") {
            give("operator", by: "ops", through: group)
        }
        if user.job?.lowercased() == "chief" {
            for group in groups where group.name.lowercased() == "ops" { give("admin", by: "chiefs", through: group) }
        }
        for group in groups where group.externalID == "x1" { give("operator", by: "known", through: group) }
        if user.job?.lowercased() == "boss" { give("admin", by: "bosses", through: nil) }
        return grants
    }
}

extension Reference {
    /// The record of a user.
    func record(_ user: User) -> Attributes {
        var record: Attributes = ["login": .string(user.login)]
        if let job = user.job { record["job"] = .string(job) }
        if let active = user.active { record["active"] = .boolean(active) }
        if !user.roles.isEmpty {
            record["roles"] = .array(
                user.roles.map { role in
                    var entry: Attributes = ["uuid": .string(role.id)]
                    if let label = role.label { entry["label"] = .string(label) }
                    return .complex(entry)
                })
        }
        return record
    }

    /// A user as the directory shows it; the origins of a role in the order of their words.
    func shown(_ user: User) -> AttributeValue {
        var roles: [(id: String, label: String, origins: [String])] = []
        for grant in grants(user) {
            if let place = roles.firstIndex(where: { $0.id == grant.role }) {
                roles[place].origins.append(grant.words)
            } else {
                roles.append((grant.role, grant.label, [grant.words]))
            }
        }
        return [
            "id": .string(user.id), "record": .complex(record(user)),
            "teams": .array(
                allGroups(of: user.id).map { group in
                    let isDirect = group.members.contains(user.id)
                    return [
                        "id": .string(group.id), "name": .string(group.name), "type": isDirect ? "direct" : "indirect",
                    ]
                }),
            "roles": .array(
                roles.map { role in
                    [
                        "id": .string(role.id), "name": .string(role.label),
                        "origins": .array(role.origins.sorted().map { .string($0) }),
                    ]
                }),
        ]
    }

    /// A team as the directory shows it.
    func shown(_ group: Group) -> AttributeValue {
        ["id": .string(group.id), "record": ["title": .string(group.name)]]
    }

    /// A user as SCIM shows it where `userName`, `title` and the grants are asked for; grants in the order of their texts.
    func granted(_ user: User) -> AttributeValue {
        let grants = grants(user).map { grant -> AttributeValue in
            var value: Attributes = [
                "value": .string(grant.role), "display": .string(grant.label), "origin": .string(grant.origin),
            ]
            if let rule = grant.rule { value["rule"] = .string(rule) }
            if let group = grant.group { value["group"] = .string(group.id) }
            return .complex(value)
        }
        var shown: Attributes = ["id": .string(user.id), "userName": .string(user.login)]
        if let job = user.job { shown["title"] = .string(job) }
        if !grants.isEmpty { shown["grants"] = .array(grants.sorted { $0.inOrder.json < $1.inOrder.json }) }
        return .complex(shown)
    }
}

extension AttributeValue {
    /// The value with the members of objects in the order of their names, so that equal values have equal texts.
    var inOrder: AttributeValue {
        switch self {
        case .array(let elements): .array(elements.map(\.inOrder))
        case .complex(let parts):
            .complex(
                Attributes(
                    uniqueNames: parts.map { (name: $0.name, value: $0.value.inOrder) }
                        .sorted { $0.name.text < $1.name.text }))
        default: self
        }
    }

    /// A user of the directory with the origins of each role in the order of their words, without what no reference knows.
    var withSortedOrigins: AttributeValue {
        guard case .complex(var user) = self else { return self }
        user["roles"] = .array(
            (user["roles"]?.values ?? []).map { role in
                var role = role.attributes ?? [:]
                role["origins"] = .array((role["origins"]?.values ?? []).sorted { $0.json < $1.json })
                return .complex(role)
            })
        return .complex(user)
    }

    /// A user of SCIM with its grants beside the other attributes, in the order of their texts.
    var withSortedGrants: AttributeValue {
        guard case .complex(var user) = self else { return self }
        for name in [.schemas, .meta] as [AttributeName] { user[name] = nil }
        let uri = AttributeName("urn:roster:params:scim:schemas:extension:roles:1.0:User")
        let grants = user[uri]?["grants"]?.values ?? []
        user[uri] = nil
        if !grants.isEmpty { user["grants"] = .array(grants.sorted { $0.inOrder.json < $1.inOrder.json }) }
        return .complex(user)
    }
}
