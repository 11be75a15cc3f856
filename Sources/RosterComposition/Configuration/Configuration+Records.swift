import RosterCore

extension Roster.Configuration {
    /// Reads the mapper before the store, which has to know what it is to keep.
    ///
    /// - Returns: What the records are, if the store keeps any, and what its plug-in may use.
    static func records(
        in root: ConfigurationSection, _ context: PluginContext, _ report: ConfigurationReport, _ plugins: Plugins
    ) throws -> (records: RecordTypes?, context: PluginContext) {
        let known = report.errorCount
        var recordContext = context
        recordContext.keepsRecords = true
        let plan = try PluginReader(root: root, context: recordContext).optional("mapper", among: plugins.mappers)
        guard root.has("mapper") else { return (nil, context) }
        guard let plan, report.errorCount == known else { return (nil, recordContext) }
        guard let mapper = plan.product else {
            root.record(
                root.problem(
                    for: "mapper",
                    "this mapper is there only when the server starts; before a store it must be there when its section has "
                        + "been read (PluginPlan.init(_:))"))
            return (nil, recordContext)
        }
        do {
            let records = try RecordTypes(context.types, mapper: mapper)
            recordContext.types = records.types
            return (records, recordContext)
        } catch {
            root.record(root.problem(for: "mapper", error.description))
            return (nil, recordContext)
        }
    }
}

extension ConfigurationReport {
    /// How many problems there are that refuse the configuration.
    fileprivate var errorCount: Int { problems.count { $0.severity == .error } }
}
