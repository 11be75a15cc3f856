import ArgumentParser
public import Hummingbird
import Logging
public import RosterComposition
public import RosterCore
public import ServiceLifecycle

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
///
/// A program of its own name adds services and routes to the server:
///
/// ```swift
/// var host = Host(programName: "acme-scim", plugins: plugins)
/// host.services = { roster in [Mirror(of: roster.directory)] }
/// host.routes = { router, roster in router.get("/version") { _, _ in "7" } }
/// await host.main()
/// ```
public struct Host: Sendable {
    /// The name of the program in its help, its messages and its log.
    public let programName: String
    /// What a configuration can choose from.
    public let plugins: Plugins
    /// Makes services that run beside the server.
    ///
    /// They start before the listener opens and stop after the last request. One that throws ends the process.
    public var services: @Sendable (Roster) throws -> [any Service] = { _ in [] }
    /// Adds routes to the server; `nil` for none.
    ///
    /// They get every path but those of SCIM, of the directory and `/readyz`, and authenticate their own users. SCIM must not be served at
    /// the root then.
    public var routes: (@Sendable (Router<HostRequestContext>, Roster) throws -> Void)?

    /// Describes a program.
    ///
    /// - Parameters:
    ///   - programName: The name under which its users start it.
    ///   - plugins: What a configuration can choose from.
    public init(programName: String = "roster", plugins: Plugins) {
        self.programName = programName
        self.plugins = plugins
    }

    /// Parses the command line, runs the command and ends the process with the status that fits.
    public static func main(plugins: Plugins) async { await Host(plugins: plugins).main() }

    /// Parses the command line, runs the command and ends the process with the status that fits.
    public func main() async {
        var configuration: String?
        StandardStreams.reserve()
        do {
            var command = try RosterCommand.parseAsRoot()
            if let command = command as? any HostCommand {
                configuration = command.file.config
                try await command.run(in: self)
            } else {
                try command.run()
            }
            try StandardStreams.finish()
        } catch {
            RosterCommand.exit(withError: report(error, of: configuration))
        }
    }

    /// Reads a configuration file.
    ///
    /// - Parameter createsData: Whether a store is made where there is none.
    func configuration(_ path: String, createsData: Bool = true) throws -> Roster.Configuration {
        var logger = Logger(label: programName)
        logger.handler = QuotingLogHandler(logger.handler)
        return try Roster.Configuration(reading: path, plugins: plugins, logger: logger, createsData: createsData)
    }
}
