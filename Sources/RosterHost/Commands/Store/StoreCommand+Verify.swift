import ArgumentParser
import RosterCore

extension StoreCommand {
    /// The command `roster store verify`.
    struct Verify: HostCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read all the data and hold it against what it has to be; nothing is changed.",
            discussion: "A server may run meanwhile. The exit status is 65 if something is not as it has to be.")

        @OptionGroup var file: ConfigurationOption

        func run(in host: Host) async throws {
            try await file.maintain(in: host) { try $0.verify($1) }
                .show()
        }
    }
}

extension StoreInspection {
    /// Shows what was read and what is wrong with it.
    ///
    /// - Throws: `ExitCode` 65 if something is.
    func show() throws {
        for line in summary { try print(line.printable) }
        for note in notes { try print("note: \(note)".printable) }
        for finding in findings { try print("\(finding)".printable) }
        if findings.isEmpty { return try print("no findings") }
        throw ExitCode(65)
    }

    /// What was read, line by line.
    private var summary: [String] {
        ["read \(files) files, \(bytes) bytes, \(lines) lines", StoreCommand.end(at: position, time)]
            + resources.map(\.description)
    }
}
