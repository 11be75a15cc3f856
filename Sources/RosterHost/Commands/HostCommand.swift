import ArgumentParser

/// A command that needs the program; it reaches it as a value.
protocol HostCommand: ParsableCommand {
    /// The configuration that it works with.
    var file: ConfigurationOption { get }

    func run(in host: Host) async throws
}

/// The options that every command has.
struct ConfigurationOption: ParsableArguments {
    @Option(
        name: .shortAndLong, help: "The configuration file.", completion: .file(extensions: ["yaml", "yml"]))
    var config = ConfigurationOption.standard

    /// The configuration of a command that is not told of another one.
    static let standard = "config.yaml"
}
