import ArgumentParser
import RosterCore

/// Reports every problem of a configuration and of what it names, without starting anything.
struct CheckCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Report every problem of a configuration file, and start nothing.")

    @OptionGroup var file: ConfigurationOption

    func run(with plugins: Plugins) async throws {
        let found = await (try Wiring(reading: file.config, plugins: plugins)).check()
        try found.refuseErrors()
        let count = found.problems.count
        if count > 0 { ExitStatus.tell("\(found)") }
        let outcome = count == 0 ? "no problems" : "no errors, \(count) \(count == 1 ? "warning" : "warnings")"
        print("\(file.config): \(outcome)".printable)
    }
}
