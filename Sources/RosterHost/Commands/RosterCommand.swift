import ArgumentParser

/// The command line as a whole.
struct RosterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster",
        abstract: "A SCIM 2.0 service provider: identity providers push users and groups, the application reads them.",
        version: Version.current,
        subcommands: [
            ServeCommand.self, CheckCommand.self, TokenCommand.self, ExplainCommand.self, MapCommand.self,
            HistoryCommand.self, StoreCommand.self, BackupCommand.self,
        ],
        defaultSubcommand: ServeCommand.self)

    /// The release that this is.
    enum Version {
        static let current = "0.1.0"
    }
}
