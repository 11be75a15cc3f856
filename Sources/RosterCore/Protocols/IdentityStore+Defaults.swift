public import SCIM

/// How often a lost race is run again. Each loss means that another writer won, so this bounds only starvation.
private let maximumAttempts = 256

extension IdentityStore {
    /// Reads, applies, updates if unchanged, and tries again when another writer came first.
    public func modify(
        _ key: ResourceKey, by modification: Modification, if precondition: Precondition,
        selecting selection: AttributeSelection
    ) async throws -> Resource {
        for _ in 0..<maximumAttempts {
            guard let current = try await resource(key, selecting: .byDefault) else { throw SCIMError.notFound(key) }
            try precondition.check(current.version)
            var changed = current
            changed.attributes = try modification.applied(to: current.attributes, of: key.type)
            if changed.attributes == current.attributes { return current }
            do {
                return try await update(changed, if: Precondition(version: current.version))
            } catch let error as SCIMError where error.code == .preconditionFailed {
                continue
            }
        }
        throw SCIMError(.unavailable, "the resource is being changed too often; try again")
    }

    /// Asks ``search(_:)`` for the groups that have each of the members.
    public func groups(of members: [ResourceID]) async throws -> [ResourceID: [GroupReference]] {
        guard let path = ResourceType.group.resolve("members.value") else { return [:] }
        var groups: [ResourceID: [GroupReference]] = [:]
        for member in members {
            let filter = ResolvedFilter.compare(path, .eq, .string(member.text))
            let page = try await search(Query(.group, filter: filter))
            if !page.resources.isEmpty { groups[member] = page.resources.map { GroupReference($0) } }
        }
        return groups
    }

    /// Looks each id up under each type.
    public func types(of ids: [ResourceID], among types: [ResourceType]) async throws -> [ResourceID: ResourceType] {
        var found: [ResourceID: ResourceType] = [:]
        for id in ids {
            for type in types where found[id] == nil {
                if try await resource(ResourceKey(type, id), selecting: .minimum) != nil { found[id] = type }
            }
        }
        return found
    }
}
