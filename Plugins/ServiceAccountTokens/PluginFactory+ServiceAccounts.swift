public import RosterCore

extension PluginFactory<any Authenticator> {
    /// Service accounts with bearer tokens: `type: service-accounts`.
    ///
    /// - `file` (text, optional, default `data/service-accounts.json`): Where the accounts are kept; a relative path
    ///   starts at the folder of the configuration file.
    public static var serviceAccounts: Self {
        Self(type: "service-accounts") { section, context in
            let file: String = try section.optional("file") ?? "data/service-accounts.json"
            guard !file.isEmpty else { throw section.problem(for: "file", "'file' must not be empty") }
            let path = context.resolve(file)
            return { try await ServiceAccounts(file: path, logger: context.logger) }
        }
    }
}
