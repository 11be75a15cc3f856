public import SCIM

/// How often a lost race is run again.
///
/// Each loss means that another writer won, so this bounds only starvation.
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
            var repairs = Repairs()
            changed.attributes = try modification.applied(to: current.attributes, of: key.type, repairs: &repairs)
            if changed.attributes == current.attributes {
                changed = current
                changed.repairs = repairs.made
                return changed
            }
            do {
                var updated = try await update(changed, if: Precondition(version: current.version))
                updated.repairs = repairs.made
                return updated
            } catch let error as SCIMError where error.code == .preconditionFailed {
                continue
            }
        }
        throw SCIMError(.unavailable, "the resource is being changed too often; try again")
    }

    /// Asks ``search(_:)`` once for the groups that have one of the members.
    public func groups(
        of members: [ResourceID], in type: ResourceType
    ) async throws -> [ResourceID: [GroupReference]] {
        guard let path = type.memberPath, !members.isEmpty else { return [:] }
        let asked = Set(members)
        // A store without indexes would hold every member against every term, so many members are looked for here.
        let filter = asked.count > 10 ? nil : ResolvedFilter.any(asked.map { .compare(path, .eq, .string($0.text)) })
        var groups: [ResourceID: [GroupReference]] = [:]
        for group in try await search(Query(type, filter: filter)).resources {
            let reference = GroupReference(group)
            for id in group.memberIDs where asked.contains(id) { groups[id, default: []].append(reference) }
        }
        return groups
    }

    /// Asks for the groups of the members, then for those of these groups, and so on.
    public func allGroups(
        of members: [ResourceID], in type: ResourceType, atMost limit: Int?
    ) async throws -> [ResourceID: [GroupReference]] {
        let direct = try await groups(of: members, in: type)
        let holders = try await holders(of: direct.values.joined().map(\.id), in: type)
        return try await GroupCount.collect(for: members, atMost: limit) { member in
            direct[member].map { GroupWalk(from: $0) { holders[$0] ?? [] }.groups } ?? []
        }
    }

    /// The groups that hold groups, those that hold these, and so on, for a ``SCIM/GroupWalk``.
    func holders(of groups: [ResourceID], in type: ResourceType) async throws -> [ResourceID: [GroupReference]] {
        var holders: [ResourceID: [GroupReference]] = [:]
        var known = Set(groups)
        var next = Array(known)
        while !next.isEmpty {
            let found = try await self.groups(of: next, in: type)
            holders.merge(found) { first, _ in first }
            next = Set(found.values.joined().map(\.id)).filter { known.insert($0).inserted }
        }
        return holders
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

    /// None.
    public func snapshot() -> (any IdentityStore)? { nil }

    /// What an answer of several look-ups is read from: a snapshot, or the store itself where it has none.
    func view() async throws -> any IdentityStore { try await snapshot() ?? self }
}
