import ArgumentParser
import RosterComposition
import RosterCore

/// Reports every problem of a configuration and of what it names, without starting anything.
struct CheckCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Report every problem of a configuration file, and start nothing.",
        discussion:
            """
            If there is a data folder already, its data is read as a start reads it, also while a server runs. Data that a start \
            would refuse is reported, with the status that the start would end with. To look at all files, also those that a \
            start does not need, run: roster store verify
            """
    )

    @OptionGroup var file: ConfigurationOption

    func run(in host: Host) async throws {
        let configuration = try host.configuration(file.config)
        let found = await configuration.check()
        try found.refuseErrors()
        let count = found.problems.count
        if count > 0 { ExitStatus.tell("\(found)") }
        let (notes, obstacle) = try await configuration.checkData()
        for note in notes { try print("note: \(note)".printable) }
        var outcome = count == 0 ? "no problems" : "no errors, \(count) \(count == 1 ? "warning" : "warnings")"
        if let obstacle {
            try print("note: the data cannot be read here: \(obstacle)".printable)
            outcome += "; the data was not checked"
        }
        try print("\(file.config): \(outcome)".printable)
    }
}
