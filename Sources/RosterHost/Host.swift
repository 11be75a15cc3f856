import ArgumentParser
public import RosterCore

/// The standing server and its commands, with the plug-ins that `main` lists.
///
/// ```swift
/// @main struct Main {
///     static func main() async {
///         await Host.main(
///             plugins: Plugins(
///                 configuration: [.yaml], stores: [.jsonFile, .acme], authenticators: [.serviceAccounts],
///                 mappers: [.rules], roleResolvers: [.rules]))
///     }
/// }
/// ```
public enum Host {
    /// Parses the command line, runs the command and ends the process with the status that fits.
    public static func main(plugins: Plugins) async {
        var configuration: String?
        StandardStreams.reserve()
        do {
            var command = try RosterCommand.parseAsRoot()
            if let command = command as? any HostCommand {
                configuration = command.file.config
                try await command.run(with: plugins)
            } else {
                try command.run()
            }
            try StandardStreams.finish()
        } catch {
            RosterCommand.exit(withError: ExitStatus.report(error, of: configuration))
        }
    }
}
