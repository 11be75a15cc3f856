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
        if let path = ServerSettings.path("path", in: section) {
            let scim = settings?.endpoint.basePath ?? ""
            if path.isEmpty || path == scim || path.hasPrefix(scim + "/") {
                section.record(section.problem(for: "path", "must not be that of SCIM, '\(scim)', or lie below it"))
            }
            self.path = path
        }
        mapper = try PluginReader(root: section, context: context).optional("mapper", among: plugins.mappers)
    }
}
