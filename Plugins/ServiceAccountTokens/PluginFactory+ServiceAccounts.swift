import Dispatch
public import RosterCore

extension PluginFactory<any Authenticator> {
    /// Service accounts with bearer tokens: `type: service-accounts`.
    ///
    /// - `file` (text, optional, default `data/service-accounts.json`): Where the accounts are kept; a relative path
    ///   starts at the folder of the configuration file.
    public static var serviceAccounts: Self {
        Self(planning: "service-accounts") { section, context in
            let file: String = try section.optional("file") ?? "data/service-accounts.json"
            guard !file.isEmpty else { throw section.problem(for: "file", "'file' must not be empty") }
            let path = context.resolve(file)
            return PluginPlan {
                try await ServiceAccounts(file: path, logger: context.logger)
            } check: {
                await problems(of: AccountFile(path: path), in: section, context)
            }
        }
    }

    /// What keeps a server from reading the file, and the scopes of accounts that open nothing here.
    private static func problems(
        of file: AccountFile, in section: ConfigurationSection, _ context: PluginContext
    ) async -> [ConfigurationProblem] {
        do {
            let queue = DispatchQueue(label: "roster.service-accounts.check")
            let credentials = try await queue.run { try file.load() }.accounts.map(\.credential)
            // Who embeds the plug-in need not say which scopes there are.
            guard !context.scopes.isEmpty else { return [] }
            let known = (context.scopes + [.readSelf, .all]).map(\.text)
            return credentials.filter { $0.revoked == nil }.flatMap { credential in
                credential.scopes.map(\.text).sorted().filter { !known.contains($0) }.map { scope in
                    let account = "the service account \(credential.name.quotedForDisplay) (\(credential.id))"
                    return section.problem(
                        for: "file", "\(account) has the scope \(scope.quotedForDisplay), which opens nothing here",
                        suggestion: scope.nearest(among: known)
                    ).asWarning
                }
            }
        } catch let error as AccountFileError {
            let problem = section.problem(for: "file", error.reason)
            // The server may run as another user, who can read it.
            return [error.exitCode == 77 ? problem.asWarning : problem]
        } catch {
            return [section.problem(for: "file", "\(error)")]
        }
    }
}
