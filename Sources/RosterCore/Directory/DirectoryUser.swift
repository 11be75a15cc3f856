public import SCIM

/// A user as the application sees it.
public struct DirectoryUser: Sendable, Hashable {
    /// The identifier.
    public var id: ResourceID
    /// The version of the user's own attributes, for writes that demand it.
    public var version: Version
    /// The record in the application's words; `nil` if the user cannot be mapped, as ``problem`` says.
    public var record: Attributes?
    /// Why there is no record; `nil` if there is one.
    public var problem: String?
    /// The fields that can be told all the same, where there is no record; `nil` if there is one.
    public var incomplete: Attributes?
    /// The teams that the user is a member of: first the direct ones, which name the user, then those that hold these, and so on.
    public var teams: [GroupReference]
    /// The roles that the user has, each with where it came from; a role may be there with several origins.
    public var roles: [RoleGrant]

    /// The user as JSON: `id`, `record` or `problem` and `incomplete`, `teams` (`id`, `name`, `type`) and `roles` (`id`, `name`, `origins`).
    public var representation: Attributes {
        var user: Attributes = [.id: .string(id.text)]
        if let record { user.append("record", .complex(record)) }
        if let problem { user.append("problem", .string(problem)) }
        if let incomplete { user.append("incomplete", .complex(incomplete)) }
        user.append("teams", .array(teams.map { .complex($0.representation) }))
        user.append("roles", .array(effectiveRoles.map { .complex($0) }))
        return user
    }

    /// Each role once, with all its origins.
    private var effectiveRoles: [Attributes] {
        var origins: [String: [AttributeValue]] = [:]
        for grant in roles { origins[grant.role.id, default: []].append(.string("\(grant.origin)")) }
        var seen: Set<String> = []
        return roles.filter { seen.insert($0.role.id).inserted }.map { grant in
            [
                .id: .string(grant.role.id), "name": .string(grant.role.name),
                "origins": .array(origins[grant.role.id] ?? []),
            ]
        }
    }
}

extension GroupReference {
    /// The team as a part of a user.
    var representation: Attributes {
        var team: Attributes = [.id: .string(id.text)]
        if let display { team.append("name", .string(display)) }
        team.append(.type, isDirect ? "direct" : "indirect")
        return team
    }
}
