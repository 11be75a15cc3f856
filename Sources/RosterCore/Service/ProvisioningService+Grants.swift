import SCIM

extension ProvisioningService {
    /// What a resolver may look at of users.
    ///
    /// - Parameters:
    ///   - direct: The groups that name each user.
    ///   - store: Where users and groups are.
    func subjects(
        _ users: [Resource], direct: [ResourceID: [GroupReference]], in store: any IdentityStore
    ) async throws -> [RoleSubject] {
        let holders = try await holders(of: direct.values.joined().map(\.id), in: store)
        return users.map { user in
            var groups: [GroupReference] = []
            var seen: Set<ResourceID> = []
            var next = direct[user.id] ?? []
            while !next.isEmpty {
                // Groups may hold one another in a circle (RFC 7644 §3.7.1): each is looked at once.
                let fresh = next.filter { seen.insert($0.id).inserted }
                groups += fresh
                next = fresh.flatMap { holders[$0.id] ?? [] }
            }
            return RoleSubject(
                id: user.id, attributes: user.attributes, groups: groups,
                defaultRole: user.attributes.defaultRole)
        }
    }

    /// The groups that hold groups, those that hold these, and so on.
    func holders(
        of groups: [ResourceID], in store: any IdentityStore
    ) async throws -> [ResourceID: [GroupReference]] {
        var holders: [ResourceID: [GroupReference]] = [:]
        var known = Set(groups)
        var next = Array(known)
        while !next.isEmpty {
            let found = try await store.groups(of: next)
            holders.merge(found) { first, _ in first }
            next = Set(found.values.joined().map(\.id)).filter { known.insert($0).inserted }
        }
        return holders
    }

    /// Users with the roles that they have, each with its origin, in the extension that shows them.
    ///
    /// - Parameters:
    ///   - direct: The groups that name each user.
    ///   - store: Where users and groups are.
    func showingGrants(
        _ users: [Resource], direct: [ResourceID: [GroupReference]], in store: any IdentityStore
    ) async throws -> [Resource] {
        let grants = try await roles.roles(of: try await subjects(users, direct: direct, in: store))
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
