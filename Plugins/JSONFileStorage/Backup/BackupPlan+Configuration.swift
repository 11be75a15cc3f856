import RosterCore

extension BackupPlan {
    /// Reads the section `backup`; without one there is still a folder, for backups that an operator makes.
    init(reading store: ConfigurationSection, data: String, _ context: PluginContext) throws {
        self.init(folder: context.resolve("backups"))
        guard let section = try store.optionalSection("backup") else {
            if isFolder(of: data, context) {
                store.record(
                    store.problem(
                        for: "path",
                        "must be another folder than that of the backups; say 'backup: { folder: ... }' for another")
                )
            }
            return
        }
        try section.reading { try read($0, data: data, context) }
    }

    private func isFolder(of data: String, _ context: PluginContext) -> Bool {
        Self.parts(of: folder) == Self.parts(of: context.resolve(data))
    }

    private mutating func read(_ section: ConfigurationSection, data: String, _ context: PluginContext) throws {
        if let path: String = try section.optional("folder") { folder = context.resolve(path) }
        if isFolder(of: data, context) {
            section.record(section.problem(for: "folder", "must be another folder than that of the data"))
        }
        interval = try section.optional("every", as: JSONFileStore.UpkeepInterval.self)?.duration
        count = try section.optional("keep")
        if let count, count < 1 { section.record(section.problem(for: "keep", "must be at least 1")) }
    }

    /// A path in one spelling: `data/` and `./data` are `data`.
    private static func parts(of path: String) -> [Substring] {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
        }
        return parts
    }
}
