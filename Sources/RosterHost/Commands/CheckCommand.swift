import ArgumentParser
import RosterComposition
import RosterCore

/// Reports every problem of a configuration and of what it names, without starting anything.
struct CheckCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Report every problem of a configuration file, and start nothing.",
        discussion:
            "If there is a data folder already, its data is read as well. Data that this configuration does not allow is reported."
    )

    @OptionGroup var file: ConfigurationOption

    func run(with plugins: Plugins) async throws {
        let configuration = try Roster.Configuration(reading: file.config, plugins: plugins)
        let found = await configuration.check()
        try found.refuseErrors()
        for reservation in try await configuration.reservations() { try print("note: \(reservation)".printable) }
        let count = found.problems.count
        if count > 0 { ExitStatus.tell("\(found)") }
        let outcome = count == 0 ? "no problems" : "no errors, \(count) \(count == 1 ? "warning" : "warnings")"
        try print("\(file.config): \(outcome)".printable)
    }
}
