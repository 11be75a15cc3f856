import ArgumentParser
import RosterCore

/// Reports every problem of a configuration without starting anything.
struct CheckCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Report every problem of a configuration file, and start nothing.")

    @OptionGroup var file: ConfigurationOption

    func run(with plugins: Plugins) async throws {
        _ = try Wiring(reading: file.config, plugins: plugins)
        print("\(file.config): no problems".printable)
    }
}
