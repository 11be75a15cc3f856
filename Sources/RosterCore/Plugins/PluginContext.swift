public import Logging
public import SCIM

/// What a plug-in may use of its surroundings while it is being made.
public struct PluginContext: Sendable {
    /// The folder of the configuration file.
    public var folder: String
    /// The resource types that are served; for a store that keeps records, ``RecordTypes/types``.
    public var types: [ResourceType]
    /// The scopes that credentials can have.
    public var scopes: [Scope]
    /// Where to log.
    public var logger: Logger
    /// Whether a store that is not there yet is made; not for a command that only looks at one.
    public var createsData: Bool
    /// Whether a mapper stands before the store, so that it keeps the records of an application, which follow no schema; for a
    /// mapper, whether it is that one.
    public var keepsRecords: Bool

    /// Describes the surroundings.
    public init(
        folder: String, types: [ResourceType], scopes: [Scope] = [], logger: Logger, createsData: Bool = true,
        keepsRecords: Bool = false
    ) {
        self.createsData = createsData
        self.keepsRecords = keepsRecords
        self.folder = folder
        self.types = types
        self.scopes = scopes
        self.logger = logger
    }

    /// A path of the configuration as one that does not depend on the working directory of the process.
    ///
    /// - Parameter path: A path; a relative one starts at the folder of the configuration file.
    public func resolve(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        var rest = path[...]
        while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
        return folder.hasSuffix("/") ? folder + rest : "\(folder)/\(rest)"
    }
}
