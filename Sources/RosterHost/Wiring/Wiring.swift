import Logging
import RosterCore
import RosterHTTP
import SCIM

/// What a configuration file puts together: read as a whole first, made afterwards.
struct Wiring: Sendable {
    let settings: ServerSettings
    /// The types that are served; those that can only be read come from the catalogue of roles.
    let types: [ResourceType]
    let logger: Logger
    /// What is odd about the file and taken all the same.
    let warnings: [ConfigurationProblem]
    private let store: PluginPlan<any IdentityStore>
    private let authenticators: [PluginPlan<any Authenticator>]
    /// What the store keeps; `nil` if it keeps resources as they are.
    private let records: RecordTypes?
    private let roles: PluginFactory<any RoleResolver>.Maker?
    private let directory: DirectorySettings?

    /// Reads a configuration file; nothing is opened or made.
    ///
    /// - Parameters:
    ///   - createsData: Whether a store is made where there is none.
    ///   - report: Where to note what was asked for, and what is wrong.
    /// - Throws: ``ConfigurationProblems`` with every problem of the file.
    init(
        reading path: String, plugins: Plugins, createsData: Bool = true,
        reportingTo report: ConfigurationReport = ConfigurationReport()
    ) throws {
        let file = ConfigurationFile(path)
        let root = try file.document(formats: plugins.configuration)
            .section(reportingTo: report, in: file.environment)
        var logger = Logger(label: "roster")
        logger.handler = QuotingLogHandler(logger.handler)
        logger.logLevel =
            try (try? root.optionalSection("log"))?.reading { $0.value("level", as: LogLevel.self) }??.level
            ?? .info
        let groups =
            try (try? root.optionalSection("groups"))?.reading { $0.value("unique-names", as: Bool.self) } ?? nil
        // RFC 7643 does not ask for it; Entra ID and its validator want 409 for a second group of one name.
        let group: ResourceType = groups ?? true ? .group.withUniqueValues(of: .displayName) : .group
        let showsRoles = root.has("roles")
        let types = root.resourceTypes(
            extending: showsRoles
                ? [.user.showingRoleGrants, group, .catalogueRole, .catalogueEntitlement] : [.user, group])
        let context = PluginContext(
            folder: file.folder, types: types.filter { !$0.isReadOnly },
            scopes: Self.scopes(for: types, withDirectory: root.has("directory")), logger: logger,
            createsData: createsData)
        let reader = PluginReader(root: root, context: context)
        let (records, storeContext) = try Self.records(in: root, context, report, plugins)
        let settings =
            try (try? root.optionalSection("server")).map { try $0.reading { ServerSettings(reading: $0) } }
            ?? ServerSettings()
        let store = try PluginReader(root: root, context: storeContext).required("store", among: plugins.stores)
        let authenticators = try reader.list("authenticators", among: plugins.authenticators)
        let roles = try reader.optional("roles", among: plugins.roleResolvers)?.make
        let directory = try (try? root.optionalSection("directory")).map { section in
            try section.reading { try DirectorySettings(reading: $0, context, plugins, besides: settings) }
        }
        try? root.finish()
        try report.check()
        guard let store, let settings else {
            throw ConfigurationProblems([root.problem("the configuration is incomplete")])
        }
        self.settings = settings
        self.types = types
        warnings = report.problems
        self.logger = logger
        self.store = store
        self.authenticators = authenticators
        self.records = records
        self.roles = roles
        self.directory = directory ?? nil
    }

    /// Every scope that credentials can have here.
    var scopes: [Scope] { Self.scopes(for: types, withDirectory: directory != nil) }

    /// The scopes of an identity provider, which credentials have if nobody chooses.
    var providerScopes: [Scope] { Self.scopes(for: types, withDirectory: false) }

    private static func scopes(for types: [ResourceType], withDirectory hasDirectory: Bool) -> [Scope] {
        types.flatMap { $0.isReadOnly ? [.read($0)] : [.read($0), .write($0)] } + [.discovery]
            + (hasDirectory ? [.readDirectory, .writeDirectory] : [])
    }

    /// Looks at what the file names for what would keep a server from starting; nothing is changed.
    ///
    /// - Returns: Everything that was found, and what is odd about the file itself.
    func check() async -> ConfigurationProblems {
        var problems = warnings
        for check in [store.check] + authenticators.map(\.check) { problems += await check() }
        return ConfigurationProblems(problems)
    }

    /// Makes the store.
    func makeStore() async throws -> any IdentityStore { try await store.make() }

    /// Whether the store has commands for its data.
    var hasMaintenance: Bool { store.maintenance != nil }

    /// What looks after the data of the store; nothing is opened yet.
    ///
    /// - Throws: ``Failure`` with status 78 if the store of this configuration has no such thing.
    func maintenance() throws -> any StoreMaintenance {
        guard let maintenance = store.maintenance else {
            throw Failure(
                exitCode: 78,
                reason:
                    "the store of this configuration has no commands of its own; look after its data with its own tools"
            )
        }
        return try maintenance()
    }

    /// The mapper before the store; `nil` if there is none.
    var storeMapper: (any AttributeMapper)? { records?.mapper }

    /// Whether the configuration has a mapper at a place.
    func hasMapper(_ place: MapperPlace) -> Bool {
        place == .store ? records != nil : directory?.mapper != nil
    }

    /// Makes the authenticators.
    func makeAuthenticators() async throws -> [any Authenticator] {
        var made: [any Authenticator] = []
        for authenticator in authenticators { made.append(try await authenticator.make()) }
        return made
    }

    /// The authenticator that gives out credentials.
    func issuer() async throws -> any CredentialIssuer {
        for authenticator in try await makeAuthenticators() {
            if let issuer = authenticator.issuer { return issuer }
        }
        throw Failure(exitCode: 78, reason: "no authenticator of the configuration gives out tokens")
    }

    /// Puts the directory together, with the service behind it.
    func makeDirectory(store: any IdentityStore) async throws -> Directory {
        var served = store
        if let records { served = MappedStore(store, records: records) }
        let resolver = try await roles?() ?? NoRoles()
        if roles != nil { served = CatalogueStore(served, roles: resolver) }
        let lens = try await directory?.mapper?()
        let service = ProvisioningService(
            store: served, roles: resolver, mapper: lens, types: types, settings: settings.service,
            cursors: settings.cursors, logger: logger)
        return Directory(service: service, mapper: lens ?? PlainRecords(), logger: logger)
    }

    /// Puts the endpoints together.
    func makeEndpoints(
        store: any IdentityStore, directory: Directory, authenticators: [any Authenticator]
    ) -> Endpoints {
        let refusals = RefusalLog(logger)
        return Endpoints(
            scim: Endpoint(
                service: directory.service, authenticators: authenticators, settings: settings.endpoint,
                logger: logger, refusals: refusals),
            directory: self.directory.map {
                DirectoryEndpoint(
                    directory: directory, basePath: $0.path, authenticators: authenticators,
                    settings: settings.endpoint, logger: logger, refusals: refusals)
            },
            readiness: Readiness { store.impediment }, refusals: refusals)
    }
}

/// Roles are what the identity provider pushed, and nothing else.
private struct NoRoles: RoleResolver {
    func roles(of subject: RoleSubject) -> [RoleGrant] { [] }
    var catalogue: [Role] { [] }
}

/// The words for how much is logged.
private enum LogLevel: String, CaseIterable, ConfigurationScalar {
    case trace, debug, info, notice, warning, error, critical

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}
