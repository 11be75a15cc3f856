public import Logging
public import RosterCore
import RosterHTTP
package import SCIM

extension Roster {
    /// A configuration that was read as a whole: what a ``Roster`` is made of, while nothing is opened or made yet.
    public struct Configuration: Sendable {
        package let settings: ServerSettings
        /// The types that are served; those that can only be read come from the catalogue of roles.
        package let types: [ResourceType]
        /// Where everything that is made of this logs.
        public let logger: Logger
        /// Settings that are accepted and may not do what their author means.
        ///
        /// A ``Roster`` logs them.
        public let warnings: [ConfigurationProblem]
        private let store: PluginPlan<any IdentityStore>
        private let authenticators: [PluginPlan<any Authenticator>]
        /// What the store keeps; `nil` if it keeps resources as they are.
        private let records: RecordTypes?
        private let roles: PluginFactory<any RoleResolver>.Maker?
        private let directory: DirectorySettings?

        /// Reads a configuration file; nothing is opened or made.
        ///
        /// - Parameters:
        ///   - path: The file, relative to the working directory of the process. Paths in the file start at its own folder.
        ///   - plugins: What the file can choose from.
        ///   - logger: Where everything that is made of this logs; `log: level:` of the file sets its level.
        /// - Throws: `ConfigurationProblems` with every problem of the file, each with its place; an `ExitReason` with status 78 if the
        ///   file does not exist or cannot be read.
        public init(reading path: String, plugins: Plugins, logger: Logger = Logger(label: "roster")) throws {
            try self.init(reading: path, plugins: plugins, logger: logger, createsData: true)
        }

        /// Reads a configuration file for a command or a test.
        ///
        /// - Parameters:
        ///   - createsData: Whether a store is made where there is none.
        ///   - report: Where to note what was asked for, and what is wrong.
        package init(
            reading path: String, plugins: Plugins, logger parent: Logger = Logger(label: "roster"), createsData: Bool,
            reportingTo report: ConfigurationReport = ConfigurationReport()
        ) throws {
            let file = ConfigurationFile(path)
            let root = try file.document(formats: plugins.configuration)
                .section(reportingTo: report, in: file.environment)
            var logger = parent
            if let level = try (try? root.optionalSection("log"))?.reading({ $0.value("level", as: LogLevel.self) })
                ?? nil
            {
                logger.logLevel = level.level
            }
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
        package var scopes: [Scope] { Self.scopes(for: types, withDirectory: directory != nil) }

        /// The scopes of an identity provider, which credentials have if nobody chooses.
        package var providerScopes: [Scope] { Self.scopes(for: types, withDirectory: false) }

        private static func scopes(for types: [ResourceType], withDirectory hasDirectory: Bool) -> [Scope] {
            types.flatMap { $0.isReadOnly ? [.read($0)] : [.read($0), .write($0)] } + [.discovery]
                + (hasDirectory ? [.readDirectory, .writeDirectory] : [])
        }

        /// Looks at what the file names for what would keep a server from starting; nothing is changed.
        ///
        /// - Returns: Everything that was found, and what is odd about the file itself.
        package func check() async -> ConfigurationProblems {
            var problems = warnings
            for check in [store.check] + authenticators.map(\.check) { problems += await check() }
            return ConfigurationProblems(problems)
        }

        /// Makes the store.
        package func makeStore() async throws -> any IdentityStore { try await store.make() }

        /// Whether the store has commands for its data.
        package var hasMaintenance: Bool { store.maintenance != nil }

        /// What looks after the data of the store; nothing is opened yet.
        ///
        /// - Throws: ``Failure`` with status 78 if the store of this configuration has no such thing.
        package func maintenance() throws -> any StoreMaintenance {
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
        package var storeMapper: (any AttributeMapper)? { records?.mapper }

        /// Whether the records of the directory have a mapper.
        package var hasDirectoryMapper: Bool { directory?.mapper != nil }

        /// Makes the authenticators.
        package func makeAuthenticators() async throws -> [any Authenticator] {
            var made: [any Authenticator] = []
            for authenticator in authenticators { made.append(try await authenticator.make()) }
            return made
        }

        /// The authenticator that gives out credentials.
        package func issuer() async throws -> any CredentialIssuer {
            for authenticator in try await makeAuthenticators() {
                if let issuer = authenticator.issuer { return issuer }
            }
            throw Failure(exitCode: 78, reason: "no authenticator of the configuration gives out tokens")
        }

        /// Puts the directory together, with the service behind it.
        package func makeDirectory(store: any IdentityStore) async throws -> Directory {
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
            directory: Directory, authenticators: [any Authenticator], refusals: RefusalLog
        ) -> Endpoints {
            Endpoints(
                scim: Endpoint(
                    service: directory.service, authenticators: authenticators, settings: settings.endpoint,
                    logger: logger, refusals: refusals),
                directory: self.directory.map {
                    DirectoryEndpoint(
                        directory: directory, basePath: $0.path, authenticators: authenticators,
                        settings: settings.endpoint, logger: logger, refusals: refusals)
                })
        }
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
