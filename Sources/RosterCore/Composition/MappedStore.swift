public import SCIM

/// A store around a store: the inner one speaks the application's words, this one SCIM's.
///
/// Drafts and resources of the inner store hold records instead of SCIM attributes; filters and orders reach it with the
/// paths of the record where the mapper knows them, and are carried out here where it does not.
public struct MappedStore: IdentityStore {
    private let base: any IdentityStore
    private let mapper: any AttributeMapper

    /// Puts a mapper between the service and a store.
    public init(_ base: any IdentityStore, mapper: any AttributeMapper) {
        self.base = base
        self.mapper = mapper
    }

    /// Keeps the record of a new resource.
    public func create(_ draft: Draft) async throws -> Resource {
        let record = try mapper.record(from: draft.attributes, of: draft.type)
        return try resource(from: try await base.create(Draft(unchecked: record, as: draft.type)))
    }

    /// Fetches a record and shows it as a resource.
    public func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource? {
        try await base.resource(key, selecting: selection.mapped { mapper.recordPath(for: $0, of: key.type) })
            .map { try resource(from: $0) }
    }

    /// Finds records by what the mapper can translate and leaves the rest to ``SCIM/Query/page(of:)``.
    public func search(_ query: Query) async throws -> Page {
        let translate = { (path: AttributePath) in mapper.recordPath(for: path, of: query.type) }
        let filter = query.filter.map { filter in filter.mapped { $0.mapped(translate) } }
        let sort = query.sort.map { $0.mapped(translate) }
        if filter != .some(nil), sort != .some(nil) {
            var translated = query
            translated.filter = filter ?? nil
            translated.sort = sort ?? nil
            translated.selection = query.selection.mapped(translate)
            var page = try await base.search(translated)
            page.resources = try page.resources.map { try resource(from: $0) }
            return page
        }
        // The inner store cannot answer, so all its records of the type, and of groups if they matter, are looked at here.
        var all = try await base.search(Query(query.type)).resources
        if query.looksAtGroups { all += try await base.search(Query(.group)).resources }
        return query.page(of: try all.map { try resource(from: $0) })
    }

    /// Writes the changed attributes into the record; fields that hold no SCIM attribute stay as they are.
    public func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        guard let current = try await base.resource(resource.key, selecting: .byDefault) else {
            throw SCIMError.notFound(resource.key)
        }
        try precondition.check(current.version)
        var changed = current
        let type = resource.type
        let shown = try mapper.record(from: self.resource(from: current).attributes, of: type)
        for (field, _) in shown { changed.attributes[field] = nil }
        for (field, value) in try mapper.record(from: resource.attributes, of: type) {
            changed.attributes[field] = value
        }
        return try self.resource(from: try await base.update(changed, if: precondition))
    }

    /// Takes a record away.
    public func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        try await base.delete(key, if: precondition)
    }

    /// Asks the inner store: ids and types are the same on both sides, and no record has to be read.
    public func types(of ids: [ResourceID], among types: [ResourceType]) async throws -> [ResourceID: ResourceType] {
        try await base.types(of: ids, among: types)
    }

    /// The resources of a snapshot of the inner store.
    public func snapshot() async throws -> (any IdentityStore)? {
        try await base.snapshot().map { MappedStore($0, mapper: mapper) }
    }

    private func resource(from stored: Resource) throws -> Resource {
        var resource = stored
        resource.attributes = try mapper.attributes(Attributes(), updatedFrom: stored.attributes, of: stored.type)
        return resource
    }
}

extension AttributeSelection {
    /// The selection in the record's words; everything, if the record knows no word for a part of it.
    fileprivate func mapped(_ translate: (AttributePath) -> AttributePath?) -> AttributeSelection {
        switch scope {
        case .byDefault: return self
        case .only(let paths):
            let mapped = paths.compactMap(translate)
            return mapped.count == paths.count
                ? AttributeSelection(.only(mapped), maximumValues: maximumValues) : .byDefault
        case .excluding(let paths):
            return AttributeSelection(.excluding(paths.compactMap(translate)), maximumValues: maximumValues)
        }
    }
}

extension ResolvedFilter {
    /// The filter in the record's words; `nil` if a part of it has no translation.
    fileprivate func mapped(_ translate: (ResolvedPath) -> ResolvedPath?) -> ResolvedFilter? {
        switch self {
        case .any(let terms):
            let mapped = terms.compactMap { $0.mapped(translate) }
            return mapped.count == terms.count ? .any(mapped) : nil
        case .all(let terms):
            let mapped = terms.compactMap { $0.mapped(translate) }
            return mapped.count == terms.count ? .all(mapped) : nil
        case .not(let filter): return filter.mapped(translate).map { .not($0) }
        case .present(let path): return translate(path).map { .present($0) }
        case .compare(let path, let comparison, let operand):
            return translate(path).map { .compare($0, comparison, operand) }
        case .element(let path, let filter):
            guard let mapped = translate(path) else { return nil }
            return filter.mapped { path.translatePart($0, in: mapped, translate) }.map { .element(mapped, $0) }
        }
    }
}

extension SortOrder {
    fileprivate func mapped(_ translate: (AttributePath) -> AttributePath?) -> SortOrder? {
        path.mapped(translate).map { SortOrder(by: $0, descending: isDescending) }
    }
}

extension ResolvedPath {
    /// The place in the record, compared as the schema says.
    ///
    /// `id` and `meta` are the store's own and keep their names. Which schemas a resource uses, its record cannot tell.
    fileprivate func mapped(_ translate: (AttributePath) -> AttributePath?) -> ResolvedPath? {
        if path.schema == nil, path.attribute == .id || path.attribute == .meta { return self }
        if path.schema == nil, path.attribute == .schemas { return nil }
        guard let recordPath = translate(path) else { return nil }
        var mapped = self
        mapped.path = recordPath
        return mapped
    }

    /// The place of a sub-attribute inside one value of this attribute, which stands in the record at another place.
    fileprivate func translatePart(
        _ part: ResolvedPath, in mapped: ResolvedPath, _ translate: (ResolvedPath) -> ResolvedPath?
    ) -> ResolvedPath? {
        guard let definition = attribute.subAttribute(part.path.attribute) else { return part }
        let target = translate(ResolvedPath(schema: path.schema, attribute, definition))?.path
        guard let target, let name = target.subAttribute, target.schema == mapped.path.schema,
            target.attribute == mapped.path.attribute
        else { return nil }
        var translated = part
        translated.path = AttributePath(name)
        return translated
    }
}
