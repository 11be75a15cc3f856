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

        func run(in host: Host) async throws {
            let place = to
            let report = try await file.maintain(in: host) { try $0.createBackup(in: place, $1) }
            try print("made \(report.path)".printable)
            try print("up to n=\(report.backup.position), \(report.backup.bytes) bytes, read back")
            for name in report.deleted { try print("deleted \(name)".printable) }
            try print(
                "tokens are not in it: keep a copy of the file of the service accounts, or make new ones after a restore"
            )
        }
    }

    /// The command `roster backup list`.
    struct List: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the backups in the folder of the configuration, in the order of what they hold.",
            discussion: """
                Where there are backups of several stores, those of one store stand together, and each line names the \
                store, and which one is that of the data folder.
                """)

        @OptionGroup var file: ConfigurationOption

        func run(in host: Host) async throws {
            let backups = try await file.maintain(in: host) { maintenance, _ in try maintenance.backups() }
            if backups.isEmpty {
                try print(
                    host.hint("There are no backups; make one with: roster backup create", configuration: file.config))
            }
            let areMixed =
                Set(backups.compactMap(\.store)).count > 1 || backups.contains { $0.isOwn == false }
            for backup in backups { try print(backup.line(namingStore: areMixed).printable) }
        }
    }
}

extension BackupDescription {
    fileprivate func line(namingStore: Bool) -> String {
        let line = "\(name)  up to n=\(position)  made at \(made)  \(bytes) bytes"
        guard let store else { return "\(line)  damaged: no file tells of which store it is" }
        guard namingStore else { return line }
        return "\(line)  store \(store)\(isOwn == true ? ", that of the data folder" : "")"
    }
}
