import RosterCore

/// Reads the sections that choose a plug-in by `type:`.
struct PluginReader {
    let root: ConfigurationSection
    let context: PluginContext

    /// A section that must be there; `nil` if something is wrong with it, which the report then has.
    func required<Product>(
        _ key: String, among factories: [PluginFactory<Product>]
    ) throws -> PluginPlan<Product>? {
        guard let section = try? root.section(key) else { return nil }
        return try read(section, among: factories)
    }

    /// A section that may be there.
    func optional<Product>(
        _ key: String, among factories: [PluginFactory<Product>]
    ) throws -> PluginPlan<Product>? {
        guard let section = try? root.optionalSection(key) else { return nil }
        return try read(section, among: factories)
    }

    /// A list of sections with at least one.
    func list<Product>(
        _ key: String, among factories: [PluginFactory<Product>]
    ) throws -> [PluginPlan<Product>] {
        let sections = root.sections(key)
        if [.nothing, .list(isEmpty: true)].contains(root.shape(of: key)) {
            root.record(root.problem(for: key, "'\(key)' needs at least one entry; without it anybody could write"))
        }
        return try sections.compactMap { try read($0, among: factories) }
    }

    private func read<Product>(
        _ section: ConfigurationSection, among factories: [PluginFactory<Product>]
    ) throws -> PluginPlan<Product>? {
        try section.reading { section in
            let type: String = try section.required("type")
            guard factories.count(where: { $0.type == type }) < 2 else {
                throw section.problem(for: "type", "two plug-ins of this program call themselves '\(type)'")
            }
            guard let factory = factories.first(where: { $0.type == type }) else {
                let known = factories.map { "'\($0.type)'" }.joined(separator: ", ")
                throw section.problem(
                    for: "type", "unknown type '\(type)'; known here: \(known)",
                    suggestion: type.nearest(among: factories.map(\.type)))
            }
            return try factory.plan(section, context)
        }
    }
}
