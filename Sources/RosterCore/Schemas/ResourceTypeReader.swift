import SCIM

/// Reads the items of `resource-types`.
struct ResourceTypeReader {
    /// The types that are built in.
    let builtIn: [ResourceType]
    /// The schemas that the configuration declares.
    let declared: [Schema]
    /// The types so far.
    private(set) var types: [ResourceType]
    /// The schemas that a type uses, by their URIs.
    private(set) var used: Set<AttributeName> = []
    private var extended: Set<String> = []

    /// Prepares to read.
    init(builtIn: [ResourceType], declared: [Schema]) {
        self.builtIn = builtIn
        self.declared = declared
        types = builtIn
    }

    /// Reads one item.
    mutating func read(_ section: ConfigurationSection) {
        defer { try? section.finish() }
        guard let name: String = try? section.required("name") else { return readUnnamed(section) }
        if let place = builtIn.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) {
            if name != builtIn[place].name {
                section.refuse("name", "the name \(name.quotedForDisplay) is taken", suggestion: builtIn[place].name)
            }
            extend(place, in: section)
        } else {
            add(name, in: section)
        }
    }

    /// Adds extensions to a type that is built in.
    private mutating func extend(_ place: Int, in section: ConfigurationSection) {
        let type = types[place]
        if !extended.insert(type.name).inserted {
            section.refuse("name", "\(type.name.quotedForDisplay) is listed already; extend it there")
        }
        let more = extensions(in: section, of: type.schema)
        types[place] = ResourceType(
            name: type.name, endpoint: type.endpoint, description: type.description, schema: type.schema,
            extensions: type.extensions.map { own in more.first { $0.name == own.name } ?? own }
                + more.filter { type.extension($0.name) == nil },
            isReadOnly: type.isReadOnly)
    }

    /// Makes a new type.
    private mutating func add(_ name: String, in section: ConfigurationSection) {
        checkName(name, in: section)
        let endpoint: String? = try? section.required("endpoint")
        if let endpoint { checkEndpoint(endpoint, in: section) }
        let description = section.value("description", as: String.self) ?? ""
        let schema = baseSchema(in: section)
        let type = ResourceType(
            name: name, endpoint: endpoint ?? "/", description: description,
            schema: schema ?? Schema(id: "", name: name, attributes: []),
            extensions: extensions(in: section, of: schema))
        checkGroups(of: type, in: section)
        // Who reads on knows the type even if something is wrong with it, so that one mistake does not lead to others.
        types.append(type)
    }

    /// Looks at an item without a name, so that what else is wrong with it is reported too.
    private mutating func readUnnamed(_ section: ConfigurationSection) {
        if let endpoint = section.value("endpoint", as: String.self) { checkEndpoint(endpoint, in: section) }
        _ = section.value("description", as: String.self)
        _ = extensions(in: section, of: section.has("schema") ? baseSchema(in: section) : nil)
    }
}

extension ResourceTypeReader {
    private mutating func baseSchema(in section: ConfigurationSection) -> Schema? {
        guard let id: String = try? section.required("schema") else { return nil }
        used.insert(AttributeName(id))
        if let owner = builtIn.first(where: { AttributeName($0.schema.id) == AttributeName(id) }) {
            section.refuse(
                "schema", "\(id.quotedForDisplay) is the schema of '\(owner.name)'; declare one of your own")
            return nil
        }
        return schema(id, in: section, among: declared)
    }

    private mutating func extensions(
        in section: ConfigurationSection, of base: Schema?
    ) -> [ResourceType.SchemaExtension] {
        var found: [ResourceType.SchemaExtension] = []
        let known = declared + builtIn.flatMap { $0.extensions.map(\.schema) }
        for item in section.sections("extensions") {
            let id: String? = try? item.required("schema")
            let isRequired = item.value("required", as: Bool.self) ?? false
            guard let id else { continue }
            used.insert(AttributeName(id))
            guard let schema = schema(id, in: item, among: known) else { continue }
            let own = ResourceType.SchemaExtension(schema, required: isRequired)
            if AttributeName(schema.id) == base.map({ AttributeName($0.id) }) {
                item.refuse("schema", "\(id.quotedForDisplay) is the schema of the type itself")
            } else if found.contains(where: { $0.name == own.name }) {
                item.refuse("schema", "\(id.quotedForDisplay) extends this type already")
            } else {
                found.append(own)
            }
        }
        return found
    }

    private func schema(_ id: String, in section: ConfigurationSection, among known: [Schema]) -> Schema? {
        if let schema = known.first(where: { AttributeName($0.id) == AttributeName(id) }) { return schema }
        section.refuse(
            "schema", "no schema \(id.quotedForDisplay) is declared under 'schemas'",
            suggestion: id.nearest(among: known.map(\.id)))
        return nil
    }
}

extension ResourceTypeReader {
    private func checkName(_ name: String, in section: ConfigurationSection) {
        let taken =
            types.map(\.name) + ["ServiceProviderConfig", "ResourceType", "Schema"] + CharacteristicRules.keywords
        if !SchemaGrammar.isTypeName(name) {
            section.refuse(
                "name",
                "the name of a resource type is a letter and then letters, digits, '-' or '_', not "
                    + name.quotedForDisplay)
        } else if taken.contains(where: { $0.lowercased() == name.lowercased() }) {
            section.refuse("name", "the name \(name.quotedForDisplay) is taken")
        }
    }

    private func checkEndpoint(_ endpoint: String, in section: ConfigurationSection) {
        guard SchemaGrammar.isEndpoint(endpoint) else {
            section.refuse(
                "endpoint",
                "an endpoint is '/', a letter, and then letters, digits, '-' or '_', not \(endpoint.quotedForDisplay)",
                suggestion: SchemaGrammar.isEndpoint("/\(endpoint)") ? "/\(endpoint)" : nil)
            return
        }
        // `schema:read` is the scope of discovery, and `/v2` the version of the protocol.
        let reserved = ReservedEndpoint.allCases.map(\.path) + ["/Schema"]
        let name = endpoint.lowercased()
        let isVersion = name.hasPrefix("/v") && name.dropFirst(2).allSatisfy(\.isNumber)
        if isVersion || (types.map(\.endpoint) + reserved).contains(where: { $0.lowercased() == name }) {
            section.refuse("endpoint", "the endpoint \(endpoint.quotedForDisplay) is taken")
        }
    }

    /// What resources show as their groups follows from the members of groups, and nobody else writes it.
    private func checkGroups(of type: ResourceType, in section: ConfigurationSection) {
        guard let groups = type.schema.attribute(.groups), groups.refersToResources, !type.showsGroups else { return }
        section.refuse(
            "schema", "its attribute 'groups' follows from the members of groups: it must be multi-valued and readOnly")
    }
}
