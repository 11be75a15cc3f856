import ArgumentParser
import RosterComposition
import RosterCore

/// Serves until it is told to stop.
struct ServeCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve SCIM; on the first start make a service account and show its token once.")

    @OptionGroup var file: ConfigurationOption

    func run(with plugins: Plugins) async throws {
        try DescriptorLimit.requireEnough()
        let server = Server(try file.read(with: plugins)) {
            [config = file.config] failure in
            RosterCommand.exit(withError: ExitStatus.report(failure, of: config))
        }
        try await server.run()
    }
}
