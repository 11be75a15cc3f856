public import RosterCore
public import SCIM

/// A store that keeps everything in memory and forgets it with the process: the shortest complete example of a store.
///
/// It has the five primitives and snapshots alone; the other methods of ``RosterCore/IdentityStore`` are their defaults.
public actor InMemoryStore: IdentityStore {
    private var content = InMemoryContent()
    private var owners: [UniqueValue: ResourceKey] = [:]
    private var changes = 0

    /// An empty store.
    public init() {}

    /// Keeps a new resource.
    public func create(_ draft: Draft) throws -> Resource {
        let now = DateTime.now
        let resource = Resource(
            type: draft.type, id: .unique(at: now, after: content.latest(at: now)), version: Version(""), created: now,
            lastModified: now,
            attributes: draft.attributes)
        let kept = try keep(resource, insteadOf: nil)
        content.orderOfCreation.append(kept.key)
        return kept
    }

    /// Fetches a resource whole, whatever the selection.
    public func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? {
        content.resource(key, selecting: selection)
    }

    /// Looks at every resource.
    public func search(_ query: Query) throws -> Page {
        try content.search(query)
    }

    /// Puts new attributes in the place of the current ones.
    public func update(_ resource: Resource, if precondition: Precondition) throws -> Resource {
        guard let current = content.resources[resource.key] else { throw SCIMError.notFound(resource.key) }
        try precondition.check(current.version)
        var changed = current
        changed.attributes = resource.attributes
        // A clock that was set back does not lead to a change before the last one.
        changed.lastModified = max(.now, current.lastModified)
        return try keep(changed, insteadOf: current)
    }

    /// Takes a resource away, and out of every group.
    public func delete(_ key: ResourceKey, if precondition: Precondition) throws {
        guard let current = content.resources[key] else { throw SCIMError.notFound(key) }
        try precondition.check(current.version)
        content.resources[key] = nil
        content.orderOfCreation.removeAll { $0 == key }
        for value in uniqueValues(of: current) { owners[value] = nil }
        for group in content.resources.values {
            guard let rest = group.type.attributes(group.attributes, without: key.id) else { continue }
            var changed = group
            changed.attributes = rest
            _ = try update(changed, if: .none)
        }
    }

    /// A copy of what is there.
    public func snapshot() -> (any IdentityStore)? { content }

    /// Checks what has to be unique before anything changes.
    private func keep(_ resource: Resource, insteadOf old: Resource?) throws(SCIMError) -> Resource {
        let values = uniqueValues(of: resource)
        for value in values where owners[value] != nil && owners[value] != resource.key {
            throw .taken(value)
        }
        for value in old.map(uniqueValues) ?? [] { owners[value] = nil }
        for value in values { owners[value] = resource.key }
        changes += 1
        var kept = resource
        kept.version = Version(String(changes))
        content.resources[kept.key] = kept
        return kept
    }

    private func uniqueValues(of resource: Resource) -> [UniqueValue] {
        resource.type.uniqueValues(in: resource.attributes)
    }
}

/// What the store holds at one moment.
private struct InMemoryContent: ReadOnlyStore {
    var resources: [ResourceKey: Resource] = [:]
    var orderOfCreation: [ResourceKey] = []

    func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? { resources[key] }

    func search(_ query: Query) throws -> Page { try query.page(of: orderOfCreation.compactMap { resources[$0] }) }

    /// The id of the latest resource, if it was created at this time.
    func latest(at time: DateTime) -> ResourceID? {
        orderOfCreation.last.flatMap { resources[$0] }.flatMap { $0.created == time ? $0.id : nil }
    }
}
