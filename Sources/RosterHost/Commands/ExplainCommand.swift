import ArgumentParser
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
        let wiring = try Wiring(reading: file.config, plugins: plugins, createsData: false)
        let directory = try await wiring.makeDirectory(store: try await wiring.makeStore())
        let user = try await directory.user(called: user)
        print("user \(user.id)".printable)
        print("\nroles")
        if user.roles.isEmpty { print("  none") }
        for grant in user.roles {
            print(
                "  \(grant.role.id) (\(grant.role.name)): \(grant.origin)\(try await way(of: user, to: grant, in: directory))"
                    .printable)
        }
        print("\nteams")
        if user.teams.isEmpty { print("  none") }
        for team in user.teams { print("  \(team.display ?? "") (\(team.id)): a member of the group".printable) }
        print("\nrecord")
        for field in try await directory.explainedUser(user.id).fields { print("  \(field)".printable) }
    }

    /// The groups between a user and the group of a rule.
    private func way(of user: DirectoryUser, to grant: RoleGrant, in directory: Directory) async throws -> String {
        guard case .rule(_, let group?) = grant.origin else { return "" }
        let path = try await directory.path(fromUser: user.id, to: group.id)
        guard path.count > 1 else { return "" }
        return ", to which it belongs by "
            + path.dropLast().map { "'\($0.display ?? $0.id.text)' (\($0.id))" }.joined(separator: ", then ")
    }
}
