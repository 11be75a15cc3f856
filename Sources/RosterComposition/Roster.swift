public import Logging
public import RosterCore
public import RosterHTTP
public import ServiceLifecycle

/// What a configuration puts together, for a server of any kind: endpoints for HTTP, the directory for the process itself.
///
/// ```swift
/// let roster = try await Roster(configuration: "config.yaml", plugins: plugins)
/// ```
///
/// An application does four things with it:
///
/// 1. Run ``services`` in a service group, so that they stop after the last request.
/// 2. Call ``prepare(within:)``, and ``welcome(showing:)`` if the first start is to make a token, before the listener opens.
/// 3. Hand requests to ``endpoints``. `RosterHummingbird` does so in Hummingbird.
/// 4. Read users, teams and roles from ``directory``, and follow their changes.
///
/// The `server:` section says how SCIM is served: paths, limits of bodies, pages. Host, port, connections and timeouts are those of the
/// application's server.
public struct Roster: Sendable {
    /// What it was made of.
    public let configuration: Configuration
    /// SCIM, and the directory over HTTP if the configuration has a `directory:` section.
    public let endpoints: Endpoints
    /// The users, teams and roles, in the application's own words, and their changes.
    public let directory: Directory
    /// What gives out credentials, in the order of the configuration: to make, list and revoke tokens in the process.
    public let issuers: [any CredentialIssuer]
    /// The work beside requests.
    ///
    /// Each runs until the service group shuts down. One that throws says why requests can no longer be answered.
    public let services: [any Service]
    package let refusals: RefusalLog
    private let store: any IdentityStore

    /// Reads a configuration file, then makes everything that it names.
    ///
    /// - Parameters:
    ///   - path: The file, relative to the working directory of the process. Paths in the file start at its own folder.
    ///   - plugins: What the file can choose from.
    ///   - logger: Where everything logs; `log: level:` of the file sets its level.
    /// - Throws: `ConfigurationProblems` with every problem of the file, before anything is made; an `ExitReason` from the file or a
    ///   plug-in, such as a data folder that another process uses.
    public init(
        configuration path: String, plugins: Plugins, logger: Logger = Logger(label: "roster")
    ) async throws {
        try await self.init(Configuration(reading: path, plugins: plugins, logger: logger))
    }

    /// Makes everything that a configuration names: opens the store, reads the credentials.
    ///
    /// - Throws: What a plug-in throws, an `ExitReason` as a rule.
    public init(_ configuration: Configuration) async throws {
        for problem in configuration.warnings { configuration.logger.warning("\(problem.mark): \(problem.message)") }
        let authenticators = try await configuration.makeAuthenticators()
        let store = try await configuration.makeStore()
        let refusals = RefusalLog(configuration.logger)
        self.configuration = configuration
        self.store = store
        self.refusals = refusals
        directory = try await configuration.makeDirectory(store: store)
        endpoints = configuration.makeEndpoints(
            directory: directory, authenticators: authenticators, refusals: refusals)
        issuers = authenticators.compactMap(\.issuer)
        // The log of refusals stands first, so that it stops last.
        services =
            [RefusalSummaries(log: refusals)]
            + ([store.backgroundWork] + authenticators.map(\.backgroundWork)).compactMap(\.self)
            .map { PluginService(work: $0) }
    }

    /// What keeps the store from taking changes, such as a full disk, for the health check of the application; `nil` if nothing does.
    ///
    /// Reads are answered all the same.
    public var impediment: String? { store.impediment }
}
