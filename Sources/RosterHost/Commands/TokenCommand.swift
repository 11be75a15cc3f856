import ArgumentParser
import RosterComposition
import RosterCore
import SCIM
import Synchronization

/// Makes, lists and revokes the tokens of service accounts.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make, list and revoke the tokens of service accounts.",
        subcommands: [Create.self, List.self, Revoke.self])

    /// The command `roster token create`.
    struct Create: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a service account and show its token, this once.",
            discussion: "A running server accepts the token at once.")

        @Argument(help: "What the token is for, such as the name of the identity provider.")
        var name: String

        @Option(help: "How long the token is good: a time such as 90d or 12h, or 'never'.")
        var ttl = "365d"

        @Option(
            name: .customLong("scope"), parsing: .singleValue,
            help:
                "What the token allows, such as users:read; may be repeated. All that an identity provider needs if left out."
        )
        var scopes: [String] = []

        @Option(
            help:
                "The id of the user that the token stands for, so that /Me works; it allows me:read if no scope is given."
        )
        var user: String?

        @OptionGroup var file: ConfigurationOption

        func validate() throws { _ = try lifetime }

        func run(with plugins: Plugins) async throws {
            let configuration = try file.read(with: plugins)
            let lifetime = try lifetime
            let known = configuration.scopes + (user == nil ? [] : [.readSelf])
            for scope in scopes where !known.contains(Scope(scope)) {
                let names = known.map(\.text).joined(separator: ", ")
                let meant = scope.nearest(among: known.map(\.text)).map { "; did you mean '\($0)'?" } ?? ""
                let reason =
                    Scope(scope) == .readSelf
                    ? "the scope '\(scope)' is that of a user: say which one with --user ID"
                    : "unknown scope '\(scope)'\(meant); known: \(names); see: roster token create --help"
                throw Failure(exitCode: 64, reason: reason)
            }
            let everything = user == nil ? Set(configuration.providerScopes) : [.readSelf]
            let chosen = scopes.isEmpty ? everything : Set(scopes.map { Scope($0) })
            let credential = try await make(
                name: name, scopes: chosen, lifetime: lifetime, with: try await configuration.issuer())
            if let user, await configuration.lacksUser(user) {
                ExitStatus.tell(
                    ("warning: no user has the id '\(user)', so /Me finds nobody for this token. The id of a user by name: "
                        + "roster history NAME. To take the token back: roster token revoke \(credential.id)")
                        .naming(configuration: file.config))
            }
        }

        /// Makes a service account, unless its token cannot be shown.
        private func make(
            name: String, scopes: Set<Scope>, lifetime: Duration?, with issuer: any CredentialIssuer
        ) async throws -> Credential {
            let isShown = Mutex(false)
            do {
                return try await issuer.issue(
                    name: name, scopes: scopes, lifetime: lifetime, subject: user.map { ResourceID($0) }
                ) { credential, secret in
                    try print(
                        "Token of service account '\(credential.name)' (\(credential.id)), shown this once:".printable
                            + "\n")
                    try print("  \(secret.expose())\n")
                    try print(credential.expires.map { "It expires at \($0)." } ?? "It never expires.")
                    isShown.withLock { $0 = true }
                }
            } catch {
                if isShown.withLock({ $0 }) {
                    ExitStatus.tell("the token above is not valid: its service account could not be kept")
                }
                throw error
            }
        }

        private var lifetime: Duration? {
            get throws {
                if ttl == "never" { return nil }
                guard let lifetime = try? Duration(configurationText: ttl), lifetime > .zero else {
                    throw ValidationError("--ttl must be a time such as 90d or 12h, or 'never', not '\(ttl)'")
                }
                return lifetime
            }
        }
    }

    /// The command `roster token list`.
    struct List: HostCommand {
        static let configuration = CommandConfiguration(abstract: "List the service accounts; secrets are not kept.")

        @OptionGroup var file: ConfigurationOption

        func run(with plugins: Plugins) async throws {
            let credentials = try await file.read(with: plugins).issuer()
                .credentials()
            if credentials.isEmpty {
                try print(
                    "There are no service accounts; make one with: roster token create NAME"
                        .naming(configuration: file.config))
            }
            for credential in credentials {
                let state = state(of: credential)
                let scopes = credential.scopes.map(\.text).sorted().joined(separator: " ")
                let user = credential.subject.map { "  user \($0)" } ?? ""
                try print(
                    "\(credential.id)  \(credential.name)\(user)  created \(credential.created)  \(state)  \(scopes)"
                        .printable)
            }
        }

        private func state(of credential: Credential) -> String {
            if let revoked = credential.revoked { return "revoked \(revoked)" }
            guard let expires = credential.expires else { return "never expires" }
            return expires <= .now ? "EXPIRED \(expires)" : "expires \(expires)"
        }
    }

    /// The command `roster token revoke`.
    struct Revoke: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token worthless; a running server refuses it within a second.")

        @Argument(help: "The id of the service account, which `roster token list` shows.")
        var id: String

        @OptionGroup var file: ConfigurationOption

        func run(with plugins: Plugins) async throws {
            do {
                try await file.read(with: plugins).issuer().revoke(id: id)
            } catch let error as SCIMError where error.code == .notFound {
                throw Failure(exitCode: 66, reason: "there is no service account '\(id)'; see: roster token list")
            }
            try print("Revoked \(id).".printable)
        }
    }
}
