import ArgumentParser
import RosterCore

/// Reports every problem of a configuration without starting anything.
struct CheckCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Report every problem of a configuration file, and start nothing.",
        discussion:
            "If there is a store already, its data is read, too: a server may not start over it, or have reservations.")

    @OptionGroup var file: ConfigurationOption

    func run(with plugins: Plugins) async throws {
        let wiring = try Wiring(reading: file.config, plugins: plugins)
        for reservation in try await wiring.reservations() { try print("note: \(reservation)".printable) }
        try print("\(file.config): no problems".printable)
    }
}
