import ArgumentParser
import RosterCore

extension StoreCommand {
    /// The command `roster store repair`.
    struct Repair: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Save what can be saved of data that does not open.",
            discussion: """
                --plan shows what would be done and what is lost, and changes nothing; it ends with status 0 if there is \
                nothing to do, else with 65. --apply does it. What was there is kept in the folder 'quarantine'.
                """)

        @Flag(help: "Show what would be done; nothing is changed.")
        var plan = false

        @Flag(help: "Do it; the server must not be running.")
        var apply = false

        @OptionGroup var file: ConfigurationOption

        func validate() throws {
            guard plan != apply else {
                throw ValidationError(
                    "give --plan to see what would be done and what is lost, or --apply to do it")
            }
        }

        func run(in host: Host) async throws {
            let apply = apply
            let report = try await file.maintain(in: host) { try $0.repair(applying: apply, $1) }
            for finding in report.findings { try print("\(finding)".printable) }
            for step in report.steps { try print("\(report.isApplied ? "done" : "to do"): \(step)".printable) }
            for count in report.resources { try print("\(count)".printable) }
            if !report.isNeeded {
                return try print(
                    "nothing to do: the store opens; damage that 'store verify' finds in files which a start does not need is "
                        + "made good for by a running server when it reads its files again, ten minutes after its start"
                )
            }
            if report.isApplied { return try print(hint("repaired; check it with: roster store verify", host)) }
            try print(hint("nothing was changed; do it with: roster store repair --apply", host))
            throw ExitCode(65)
        }

        private func hint(_ text: String, _ host: Host) -> String {
            host.hint(text, configuration: file.config).printable
        }
    }

    /// The command `roster store compact`.
    struct Compact: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a snapshot now and delete the files that it makes superfluous.",
            discussion: "The server must not be running; one that runs does so by itself when the journal has grown.")

        @OptionGroup var file: ConfigurationOption

        func run(in host: Host) async throws {
            try await file.maintain(in: host) { try $0.compact($1) }
            try print("done")
        }
    }
}
