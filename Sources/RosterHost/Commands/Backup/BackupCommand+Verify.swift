import ArgumentParser
import RosterCore

extension BackupCommand {
    /// The command `roster backup verify`.
    struct Verify: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a backup and hold it against what it has to be; nothing is changed.",
            discussion: "The exit status is 65 if something is not as it has to be.")

        @Argument(help: "Its name, or the path of its folder.", completion: .directory)
        var name: String

        @OptionGroup var file: ConfigurationOption

        func run(in host: Host) async throws {
            let name = name
            try await file.maintain(in: host) { try $0.verifyBackup(name, $1) }
                .show()
        }
    }
}
