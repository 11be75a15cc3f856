import ArgumentParser
import RosterComposition
import RosterCore
import SCIM

/// Says why a user has each role, team and value.
struct ExplainCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why a user has each role, team and value.",
        discussion: """
            It looks at the data folder, so the server must not be running; a running one is asked with \
            GET /directory/users/ID/explanation.
            """)

    @Argument(help: "The id or the user name of the user.")
    var user: String

    @OptionGroup var file: ConfigurationOption

    func run(with plugins: Plugins) async throws {
        let configuration = try file.read(with: plugins, createsData: false)
        let directory = try await configuration.makeDirectory(store: try await configuration.makeStore())
        let user = try await directory.user(called: user)
        try print("user \(user.id)".printable)
        try print("\nroles")
        if user.roles.isEmpty { try print("  none") }
        for grant in user.roles {
            var way = ""
            if case .rule(_, let group?) = grant.origin {
                let groups = try await inner(of: group, from: user, in: directory)
                if !groups.isEmpty { way = ", to which it belongs by \(groups)" }
            }
            try print("  \(grant.role.id) (\(grant.role.name)): \(grant.origin)\(way)".printable)
        }
        try print("\nteams")
        if user.teams.isEmpty { try print("  none") }
        for team in user.teams {
            let groups = try await inner(of: team, from: user, in: directory)
            let way = groups.isEmpty ? "a member of the group" : "a member by \(groups)"
            try print("  \(team.display ?? "") (\(team.id)): \(way)".printable)
        }
        try print("\nrecord")
        for field in try await directory.explainedUser(user.id).fields { try print("  \(field)".printable) }
    }

    /// The groups between a user and a group in words; empty if the group names the user itself.
    private func inner(
        of group: GroupReference, from user: DirectoryUser, in directory: Directory
    ) async throws -> String {
        if group.isDirect { return "" }
        return try await directory.path(fromUser: user.id, to: group.id).dropLast()
            .map { "'\($0.display ?? $0.id.text)' (\($0.id))" }.joined(separator: ", then ")
    }
}
