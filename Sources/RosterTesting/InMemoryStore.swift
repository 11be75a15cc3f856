public import RosterCore
public import SCIM

/// A store that keeps everything in memory and forgets it with the process: the shortest complete example of a store.
///
/// It has the five primitives alone; the other methods of ``RosterCore/IdentityStore`` are their defaults.
public actor InMemoryStore: IdentityStore {
    private var resources: [ResourceKey: Resource] = [:]
    private var orderOfCreation: [ResourceKey] = []
    private var owners: [UniqueValue: ResourceKey] = [:]
    private var changes = 0

    /// An empty store.
    public init() {}

    /// Keeps a new resource.
    public func create(_ draft: Draft) throws -> Resource {
        // A counter would give ids out again after a restart, and a client may still know who had them.
        let id = ResourceID(String(UInt64.random(in: .min ... .max), radix: 36))
        let now = DateTime.now
        let resource = Resource(
            type: draft.type, id: id, version: Version(""), created: now, lastModified: now,
            attributes: draft.attributes)
        let kept = try keep(resource, insteadOf: nil)
        orderOfCreation.append(kept.key)
        return kept
    }

    /// Fetches a resource whole, whatever the selection.
    public func resource(_ key: ResourceKey, selecting selection: AttributeSelection) -> Resource? {
        resources[key]
    }

    /// Looks at every resource.
    public func search(_ query: Query) throws -> Page {
        try query.page(of: orderOfCreation.compactMap { resources[$0] })
    }

    /// Puts new attributes in the place of the current ones.
    public func update(_ resource: Resource, if precondition: Precondition) throws -> Resource {
        guard let current = resources[resource.key] else { throw SCIMError.notFound(resource.key) }
        try precondition.check(current.version)
        var changed = current
        changed.attributes = resource.attributes
        // A clock that was set back does not lead to a change before the last one.
        changed.lastModified = max(.now, current.lastModified)
        return try keep(changed, insteadOf: current)
    }

    /// Takes a resource away, and out of every group.
    public func delete(_ key: ResourceKey, if precondition: Precondition) throws {
        guard let current = resources[key] else { throw SCIMError.notFound(key) }
        try precondition.check(current.version)
        resources[key] = nil
        orderOfCreation.removeAll { $0 == key }
        for value in uniqueValues(of: current) { owners[value] = nil }
        for group in resources.values {
            guard let rest = group.type.attributes(group.attributes, without: key.id) else { continue }
            var changed = group
            changed.attributes = rest
            _ = try update(changed, if: .none)
        }
    }

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
        resources[kept.key] = kept
        return kept
    }

    private func uniqueValues(of resource: Resource) -> [UniqueValue] {
        resource.type.uniqueValues(in: resource.attributes)
    }
}
