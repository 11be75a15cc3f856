public import SCIM

/// A change as the application sees it: what became of users and teams, all at once.
///
/// Of a change that concerns very many users it may be one part; the next part comes next.
public struct DirectoryChange: Sendable {
    /// The position, to go on from.
    public var position: DirectoryPosition
    /// When it was made.
    public var time: DateTime
    /// Who caused it and by which request; `nil` if nobody said.
    public var provenance: Provenance?
    /// The users whose record, teams or roles are others now.
    public var users: [UserChange]
    /// The teams that came, went, or have another record or other members.
    public var teams: [TeamChange]

    /// What became of a user.
    public struct UserChange: Sendable {
        /// The user before; `nil` if there was none.
        public var before: DirectoryUser?
        /// The user after; `nil` if it was deleted.
        public var after: DirectoryUser?
    }

    /// What became of a team.
    public struct TeamChange: Sendable {
        /// The team before; `nil` if there was none.
        public var before: DirectoryTeam?
        /// The team after; `nil` if it was deleted.
        public var after: DirectoryTeam?
        /// The members that came.
        public var membersAdded: [ResourceID]
        /// The members that went; all of them if the team itself is gone.
        public var membersRemoved: [ResourceID]
    }
}

extension DirectoryChange {
    /// The change as JSON.
    public var representation: Attributes {
        var change: Attributes = ["position": .string(position.description), "time": .string(time.description)]
        if let provenance {
            change.append("actor", .string(provenance.actor))
            change.append("request", .string(provenance.request))
        }
        change.append("users", .array(users.map { .complex($0.representation) }))
        change.append("teams", .array(teams.map { .complex($0.representation) }))
        if position.told != nil { change.append("continues", true) }
        return change
    }
}

extension DirectoryChange.UserChange {
    /// The identifiers of the roles that the user has now and did not have, whatever their origins.
    public var rolesGained: [String] { Self.ids(of: after).filter { !Self.ids(of: before).contains($0) } }

    /// The identifiers of the roles that the user had and has no more.
    public var rolesLost: [String] { Self.ids(of: before).filter { !Self.ids(of: after).contains($0) } }

    /// The teams of which the user is a member now and was not.
    public var teamsGained: [ResourceID] { Self.teams(of: after).filter { !Self.teams(of: before).contains($0) } }

    /// The teams of which the user was a member and is no more.
    public var teamsLost: [ResourceID] { Self.teams(of: before).filter { !Self.teams(of: after).contains($0) } }

    fileprivate var representation: Attributes {
        var user: Attributes = [.id: .string((after ?? before)?.id.text ?? "")]
        user.append("before", before.map { .complex($0.representation) } ?? .null)
        user.append("after", after.map { .complex($0.representation) } ?? .null)
        user.append("rolesGained", .array(rolesGained.map { .string($0) }))
        user.append("rolesLost", .array(rolesLost.map { .string($0) }))
        user.append("teamsGained", .array(teamsGained.map { .string($0.text) }))
        user.append("teamsLost", .array(teamsLost.map { .string($0.text) }))
        return user
    }

    private static func ids(of user: DirectoryUser?) -> [String] {
        var seen: Set<String> = []
        return (user?.roles ?? []).map(\.role.id).filter { seen.insert($0).inserted }
    }

    private static func teams(of user: DirectoryUser?) -> [ResourceID] { (user?.teams ?? []).map(\.id) }
}

extension DirectoryChange.TeamChange {
    fileprivate var representation: Attributes {
        var team: Attributes = [.id: .string((after ?? before)?.id.text ?? "")]
        team.append("before", before.map { .complex($0.representation) } ?? .null)
        team.append("after", after.map { .complex($0.representation) } ?? .null)
        team.append("membersAdded", .array(membersAdded.map { .string($0.text) }))
        team.append("membersRemoved", .array(membersRemoved.map { .string($0.text) }))
        return team
    }
}
