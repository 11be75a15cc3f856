import SCIM

extension ProvisioningService {
    /// What a resolver may look at of users.
    ///
    /// - Parameter groups: The groups of each user, direct and indirect.
    func subjects(_ users: [Resource], groups: [ResourceID: [GroupReference]]) -> [RoleSubject] {
        users.map { user in
            RoleSubject(
                id: user.id, attributes: user.attributes, groups: groups[user.id] ?? [],
                defaultRole: user.attributes.defaultRole)
        }
    }

    /// Users with the roles that they have, each with its origin, in the extension that shows them.
    ///
    /// - Parameter groups: The groups of each user, direct and indirect.
    func showingGrants(
        _ users: [Resource], groups: [ResourceID: [GroupReference]]
    ) async throws -> [Resource] {
        let grants = try await roles.roles(of: subjects(users, groups: groups))
        return users.indices.map { place in
            var user = users[place]
            guard !grants[place].isEmpty, user.type.extension(.roleGrants) != nil else { return user }
            var content = user.attributes[.roleGrants]?.attributes ?? Attributes()
            content[.grants] = .array(grants[place].map { .complex($0.attributes) })
            user.attributes[.roleGrants] = .complex(content)
            return user
        }
    }
}

extension AttributeSelection {
    /// Whether the request names the roles that users have, which is when they are computed.
    var asksForGrants: Bool {
        guard case .only(let paths) = scope else { return false }
        return paths.contains { $0.schema == .roleGrants && $0.attribute == .grants }
    }
}

extension RoleGrant {
    /// The grant as a value of `grants`.
    fileprivate var attributes: Attributes {
        var attributes: Attributes = [.value: .string(role.id), .display: .string(role.name)]
        switch origin {
        case .pushed: attributes.append("origin", "pushed")
        case .byDefault: attributes.append("origin", "default")
        case .rule(let name, let group):
            attributes.append("origin", "rule")
            attributes.append("rule", .string(name))
            if let group { attributes.append("group", .string(group.id.text)) }
        }
        return attributes
    }
}
