public import SCIM

/// A team as the application sees it: a group without its members, which are read page by page.
public struct DirectoryTeam: Sendable, Hashable {
    /// The identifier.
    public var id: ResourceID
    /// The version of the group, which changes with its members too.
    public var version: Version
    /// The record in the application's words, without members; `nil` if the group cannot be mapped, as ``problem`` says.
    public var record: Attributes?
    /// Why there is no record; `nil` if there is one.
    public var problem: String?

    /// The team as JSON: `id`, and `record` or `problem`.
    public var representation: Attributes {
        var team: Attributes = [.id: .string(id.text)]
        if let record { team.append("record", .complex(record)) }
        if let problem { team.append("problem", .string(problem)) }
        return team
    }
}
