public import SCIM

extension ConfigurationSection {
    /// Reads `schemas` and `resource-types`: attributes and resource types that the configuration adds (RFC 7643 §6, §7).
    ///
    /// Everything that is wrong is in the report afterwards, each mistake at its place.
    ///
    /// - Parameter builtIn: The types that are there anyway; an item of their name adds extensions to them.
    /// - Returns: The types with their extensions, and the new ones behind them.
    public func resourceTypes(extending builtIn: [ResourceType]) -> [ResourceType] {
        let typeSections = sections("resource-types")
        let schemaSections = sections("schemas")
        let own = typeSections.compactMap { $0.value("name", as: String.self) }
        let names = builtIn.map(\.name) + own.filter { name in !builtIn.contains { $0.name == name } }.uniqued
        let fixed = builtIn.flatMap { [$0.schema] + $0.extensions.map(\.schema) }
        let declarations = SchemaReader(
            builtIn: fixed + [.serviceProviderConfig, .resourceType, .schema], types: names
        ).read(schemaSections)
        var reader = ResourceTypeReader(builtIn: builtIn, declared: declarations.map(\.schema))
        for section in typeSections { reader.read(section) }
        for declaration in declarations
        where declaration.hasOwnID && !reader.used.contains(AttributeName(declaration.schema.id)) {
            declaration.section.refuse(
                "id", "no resource type uses this schema; name it under 'resource-types' as 'schema' or extension")
        }
        // The service does so as well, for hosts that hand it types of their own; plug-ins read with these.
        return ResourceType.together(reader.types)
    }
}

extension [String] {
    /// Each text once.
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
