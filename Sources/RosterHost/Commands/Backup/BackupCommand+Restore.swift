import ArgumentParser
import RosterComposition
import RosterCore
import SCIM

extension BackupCommand {
    /// The command `roster backup restore`.
    struct Restore: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a backup, or the state at an earlier moment, in the place of all data.",
            discussion: """
                Without a name and a moment it is the newest backup; with a moment alone, whatever reaches it: the history in \
                the data folder or a backup of the same store. Where there are backups of several stores, the newest has to \
                be named. What was there is moved to the folder 'quarantine', and those who follow the \
                changes are told to read everything anew. The server must not be running. Tokens stay as they are.
                """)

        @Argument(help: "The name of a backup, or the path of its folder.", completion: .directory)
        var name: String?

        @Option(help: "The state after the change of this sequence number.")
        var toSequence: Int?

        @Option(help: "The state after the last change at this time or before, such as 2026-11-24T17:53:00Z.")
        var toTime: String?

        @OptionGroup var file: ConfigurationOption

        func validate() throws { _ = try target }

        func run(with plugins: Plugins) async throws {
            let (name, target) = (name, try target)
            let report = try await file.read(with: plugins)
                .maintain { try $0.restore(name, to: target, $1) }
            let source = report.source.map { "the backup \($0)" } ?? "the history in the data folder"
            try print("restored the state after n=\(report.position) from \(source)".printable)
            if let time = report.time { try print("its last change was made at \(time)") }
            for count in report.resources { try print("\(count)".printable) }
            if let aside = report.aside { try print("what was there before is in \(aside)".printable) }
        }

        private var target: RestoreTarget {
            get throws {
                switch (toSequence, toTime) {
                case (nil, nil): return .latest
                case (let number?, nil):
                    guard number >= 0 else { throw ValidationError("--to-sequence must not be negative") }
                    return .position(number)
                case (nil, let text?):
                    guard let time = DateTime(text) else {
                        throw ValidationError("--to-time must be a time such as 2026-11-24T17:53:00Z, not '\(text)'")
                    }
                    // To take it for UTC would be a guess of up to a day.
                    guard text.hasZone else {
                        throw ValidationError(
                            "--to-time must say which zone it is in: \(text)Z for UTC, or an offset such as \(text)+01:00"
                        )
                    }
                    return .time(time)
                case (_?, _?): throw ValidationError("give either --to-sequence or --to-time")
                }
            }
        }
    }
}

extension String {
    /// Whether a time says which zone it is in.
    fileprivate var hasZone: Bool {
        guard let start = firstIndex(of: "T") else { return false }
        return self[start...].contains { "Zz+-".contains($0) }
    }
}
