import ArgumentParser

/// Serves until it is told to stop.
struct ServeCommand: HostCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve SCIM; on the first start make a service account and show its token once.")

    @OptionGroup var file: ConfigurationOption

    func run(in host: Host) async throws {
        try DescriptorLimit.requireEnough()
        let server = Server(host, try host.configuration(file.config)) { [config = file.config] failure in
            RosterCommand.exit(withError: host.report(failure, of: config))
        }
        try await server.run()
    }
}
