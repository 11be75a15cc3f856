public import SCIM

/// A store around a store: the inner one speaks the application's words, this one SCIM's.
///
/// Drafts and resources of the inner store hold records instead of SCIM attributes, and their types say where. Filters and orders
/// reach it with the paths of the record where the mapper knows them, and are carried out here where it does not.
public struct MappedStore: IdentityStore {
    private let base: any IdentityStore
    private let records: RecordTypes

    /// Puts a mapper between the service and a store.
    ///
    /// - Parameters:
    ///   - base: A store that was made for ``RecordTypes/types``, or learns of types from drafts and queries.
    ///   - records: What the store keeps.
    public init(_ base: any IdentityStore, records: RecordTypes) {
        self.base = base
        self.records = records
    }

    /// Keeps the record of a new resource.
    public func create(_ draft: Draft) async throws -> Resource {
        let record = try records.record(from: draft.attributes, of: draft.type)
        let kept = try await base.create(Draft(unchecked: record, as: try records.recordType(of: draft.type)))
        return try resource(from: kept, as: draft.type)
    }

    /// Fetches a record and shows it as a resource.
    public func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource? {
        let selection = try records.selection(selection, of: key.type)
        return try await base.resource(try recordKey(key), selecting: selection)
            .map { try resource(from: $0, as: key.type) }
    }

    /// Finds records by what the mapper can translate and leaves the rest to ``SCIM/Query/page(of:)``.
    public func search(_ query: Query) async throws -> Page {
        if let translated = try records.translated(query) {
            var page = try await base.search(translated)
            page.resources = try page.resources.map { try resource(from: $0, as: query.type) }
            return page
        }
        // The inner store cannot answer, so all its records of the type, and of groups if they matter, are looked at here.
        var all = try await everything(of: query.type)
        if query.looksAtGroups { all += try await everything(of: .group) }
        return try query.page(of: all)
    }

    /// Writes the changed attributes into the record; fields that hold no SCIM attribute stay as they are.
    public func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        let type = resource.type
        guard let current = try await base.resource(try recordKey(resource.key), selecting: .byDefault) else {
            throw SCIMError.notFound(resource.key)
        }
        try precondition.check(current.version)
        var changed = current
        let shown = try records.mapper.record(from: try self.resource(from: current, as: type).attributes, of: type)
        for (field, _) in shown { changed.attributes[field] = nil }
        for (field, value) in try records.record(from: resource.attributes, of: type) {
            changed.attributes[field] = value
        }
        return try self.resource(from: try await base.update(changed, if: precondition), as: type)
    }

    /// Takes a record away.
    public func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        try await base.delete(try recordKey(key), if: precondition)
    }

    /// Asks the inner store.
    public func groups(
        of members: [ResourceID], in type: ResourceType
    ) async throws -> [ResourceID: [GroupReference]] {
        // Where no groups are kept, nobody is in one.
        guard let groups = try? records.recordType(of: type) else { return [:] }
        return try await named(try await base.groups(of: members, in: groups), in: type)
    }

    /// Asks the inner store.
    public func allGroups(
        of members: [ResourceID], in type: ResourceType, atMost limit: Int?
    ) async throws -> [ResourceID: [GroupReference]] {
        guard let groups = try? records.recordType(of: type) else { return [:] }
        return try await named(try await base.allGroups(of: members, in: groups, atMost: limit), in: type)
    }

    /// Asks the inner store: ids and types are the same on both sides, and no record has to be read.
    public func types(of ids: [ResourceID], among types: [ResourceType]) async throws -> [ResourceID: ResourceType] {
        try await base.types(of: ids, among: types)
    }
}

extension MappedStore {
    /// The resources of a snapshot of the inner store.
    public func snapshot() async throws -> (any IdentityStore)? {
        try await base.snapshot().map { MappedStore($0, records: records) }
    }

    /// The changes of the inner store, told as those of resources.
    public var feed: (any ChangeFeed)? { base.feed.map { MappedFeed($0, records: records) } }

    /// What is wrong with the inner store.
    public var impediment: String? { base.impediment }

    /// That of the inner store.
    public var backgroundWork: (any BackgroundWork)? { base.backgroundWork }

    private func recordKey(_ key: ResourceKey) throws(SCIMError) -> ResourceKey {
        ResourceKey(try records.recordType(of: key.type), key.id)
    }

    private func resource(from stored: Resource, as type: ResourceType) throws -> Resource {
        var resource = Resource(
            type: type, id: stored.id, version: stored.version, created: stored.created,
            lastModified: stored.lastModified,
            attributes: try records.mapper.attributes(Attributes(), updatedFrom: stored.attributes, of: type))
        // Nothing but members is ever too much.
        if !stored.omitted.isEmpty { resource.omitted = [.members] }
        return resource
    }

    /// How many records are mapped before other requests have their turn.
    private static var recordsAtOnce: Int { 256 }
    /// What mapping a record costs, in the units of a meter.
    private static var recordUnits: Int { 2_048 }

    private func everything(of type: ResourceType) async throws -> [Resource] {
        let found = try await base.search(Query(try records.recordType(of: type))).resources
        var shown: [Resource] = []
        shown.reserveCapacity(found.count)
        while shown.count < found.count {
            // A meter counts on one thread, and other requests want theirs.
            await Task.yield()
            let meter = WorkMeter.ofTask
            for record in found[shown.count...].prefix(Self.recordsAtOnce) {
                try meter?.require(Self.recordUnits)
                shown.append(try resource(from: record, as: type))
            }
            try meter?.finish()
        }
        return shown
    }

    /// Groups with the names that their resources have, where the inner store cannot tell them from the records.
    private func named(
        _ found: [ResourceID: [GroupReference]], in type: ResourceType
    ) async throws -> [ResourceID: [GroupReference]] {
        if records.tellsGroups { return found }
        var names: [ResourceID: GroupReference] = [:]
        let selection = AttributeSelection(.excluding([AttributePath(.members)]))
        for id in Set(found.values.joined().map(\.id)) {
            names[id] = try await resource(ResourceKey(type, id), selecting: selection).map { GroupReference($0) }
        }
        return found.mapValues { groups in
            groups.map { group in
                guard var named = names[group.id] else { return group }
                named.isDirect = group.isDirect
                return named
            }
        }
    }
}
