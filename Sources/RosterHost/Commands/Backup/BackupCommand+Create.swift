import ArgumentParser
import RosterCore

extension BackupCommand {
    /// The command `roster backup create`.
    struct Create: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a backup and read it back; a server may run meanwhile.",
            discussion: """
                A backup is a data folder of its own and holds every change that was answered before. Tokens are not in it. \
                Older ones are deleted if the configuration says how many to keep, unless --to is given.
                """)

        @Option(help: "The folder in which it is made; that of the configuration if left out.")
        var to: String?

        @OptionGroup var file: ConfigurationOption

        func run(with plugins: Plugins) async throws {
            let place = to
            let report = try await file.maintain(with: plugins) { try $0.createBackup(in: place, $1) }
            print("made \(report.path)".printable)
            print("up to n=\(report.backup.position), \(report.backup.bytes) bytes, read back")
            for name in report.deleted { print("deleted \(name)".printable) }
            print(
                "tokens are not in it: keep a copy of the file of the service accounts, or make new ones after a restore"
            )
        }
    }

    /// The command `roster backup list`.
    struct List: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the backups in the folder of the configuration, the newest last.")

        @OptionGroup var file: ConfigurationOption

        func run(with plugins: Plugins) async throws {
            let backups = try await file.maintain(with: plugins) { maintenance, _ in try maintenance.backups() }
            if backups.isEmpty { print("There are no backups; make one with: roster backup create") }
            for backup in backups {
                print(
                    "\(backup.name)  up to n=\(backup.position)  made at \(backup.made)  \(backup.bytes) bytes"
                        .printable)
            }
        }
    }
}
