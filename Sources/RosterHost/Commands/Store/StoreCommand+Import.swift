import ArgumentParser
import RosterComposition
import RosterCore

extension StoreCommand {
    /// The command `roster store import`.
    struct Import: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fill an empty store with what 'roster store export' has written.",
            discussion: """
                Ids, versions and times are kept. All lines are taken in or none: one that cannot be is named with its \
                number and the reason. The server must not be running.
                """)

        @Argument(help: "The file; - for standard input.", completion: .file())
        var input: String

        @OptionGroup var file: ConfigurationOption

        func run(with plugins: Plugins) async throws {
            let configuration = try file.read(with: plugins)
            let input = input
            let report = try await configuration.maintain { maintenance, progress in
                var lines = try InputLines(input)
                return try maintenance.import(from: { try lines.next() }, progress)
            }
            for count in report.resources { try print("\(count)".printable) }
            for note in report.notes { try print("note: \(note)".printable) }
        }
    }
}
