import ArgumentParser

/// Makes backups and restores them.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Make backups of the data of the store, and restore them.",
        subcommands: [Create.self, List.self, Verify.self, Restore.self])
}
