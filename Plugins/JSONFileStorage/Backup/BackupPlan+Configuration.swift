import JSONFileEngine
import RosterCore

extension BackupPlan {
    /// Reads the section `backup`; without one there is still a folder, for backups that an operator makes.
    ///
    /// - Parameter data: The data folder, `nil` if the configuration does not tell it.
    init(reading store: ConfigurationSection, data: String?, _ context: PluginContext) throws {
        self.init(folder: context.resolve("backups"))
        guard let section = try store.optionalSection("backup") else {
            if isWithin(data, context) {
                store.record(
                    store.problem(
                        for: "path",
                        "'path' must be another folder than that of the backups; say 'backup: { folder: ... }' for another"
                    )
                )
            }
            return
        }
        try section.reading { try read($0, data: data, context) }
    }

    /// Whether the backups would go where the data is, and be lost with it.
    private func isWithin(_ data: String?, _ context: PluginContext) -> Bool {
        data.map { StoreFolder.parts(of: folder).starts(with: StoreFolder.parts(of: context.resolve($0))) } ?? false
    }

    private mutating func read(_ section: ConfigurationSection, data: String?, _ context: PluginContext) throws {
        // What cannot be read is in the report by then, and what comes behind it may be wrong as well.
        if let path: String = try? section.optional("folder") { folder = context.resolve(path) }
        if isWithin(data, context) {
            section.record(section.problem(for: "folder", "'folder' must not be that of the data, nor lie in it"))
        }
        interval = (try? section.optional("every", as: JSONFileStore.UpkeepInterval.self))?.duration
        count = section.integer("keep", in: 1...(.max))
    }
}
