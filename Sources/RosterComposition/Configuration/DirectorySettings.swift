import RosterCore
import RosterHTTP

/// The `directory:` section.
struct DirectorySettings: Sendable {
    /// The path under which the directory is served.
    var path = "/directory"
    /// The lens through which the application sees resources; `nil` for records that are the attributes as they are.
    var mapper: PluginFactory<any AttributeMapper>.Maker?

    /// Reads the section.
    ///
    /// - Parameter settings: The `server:` section, whose base path must be another one.
    init(
        reading section: ConfigurationSection, _ context: PluginContext, _ plugins: Plugins,
        besides settings: ServerSettings?
    ) throws {
        path = ServerSettings.path("path", in: section) ?? path
        let scim = settings?.endpoint.basePath ?? EndpointSettings().basePath
        // SCIM at the root leaves every path to others that is none of its own.
        if path.isEmpty || path == scim || scim.hasPrefix(path + "/") || (!scim.isEmpty && path.hasPrefix(scim + "/")) {
            let message = "the directory at '\(path)' and SCIM at '\(scim)' must not lie one below the other"
            section.record(section.has("path") ? section.problem(for: "path", message) : section.problem(message))
        }
        mapper = try PluginReader(root: section, context: context).optional("mapper", among: plugins.mappers)?.make
    }
}
