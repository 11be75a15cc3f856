import JSONFileEngine
public import RosterCore
public import SCIM

extension JSONFileStore: IdentityStore {
    /// Keeps a new resource.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/uniqueness`` if a unique value is taken, ``SCIM/SCIMError/Code/unavailable`` if it
    ///   was not kept, as the disk is full or the store has stopped; ``SCIM/SCIMError/Code/internalError`` if nobody knows
    ///   whether it was, as the disk failed.
    public func create(_ draft: Draft) async throws -> Resource {
        try await engine.submit(.create(draft)).existing().whole
    }

    /// Fetches one resource from memory.
    public func resource(_ key: ResourceKey, selecting selection: AttributeSelection) async throws -> Resource? {
        current.resource(key, selecting: selection)
    }

    /// Finds resources in memory.
    ///
    /// Comparisons by `eq` with `id`, `userName` and other unique attributes, `externalId`, `emails.value`, the
    /// `displayName` of a group and `members.value` are looked up, alone or joined to others by `and`; other filters
    /// look at every resource of the type. Where there is much to look at, resources or members, threads of their own do it,
    /// on which accounts take turns.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/tooMany`` beyond the ``SCIM/WorkBudget`` of the task,
    ///   ``SCIM/SCIMError/Code/unavailable`` after half a minute, `CancellationError` if the task is cancelled.
    public func search(_ query: Query) async throws -> Page { try await current.search(query) }

    /// Puts a new state in the place of the current one; one that is equal changes nothing.
    public func update(_ resource: Resource, if precondition: Precondition) async throws -> Resource {
        try await engine.commit(resource.attributes, of: resource.key, if: precondition).existing().whole
    }

    /// Takes a resource away, and out of every group, in one step.
    public func delete(_ key: ResourceKey, if precondition: Precondition) async throws {
        _ = try await engine.submit(.delete(key, precondition))
    }

    /// Changes a resource; members of a group come and go without a look at the others.
    ///
    /// Everything else is computed before the thread of the writer has its turn, and again if another change came first.
    public func modify(
        _ key: ResourceKey, by modification: Modification, if precondition: Precondition,
        selecting selection: AttributeSelection
    ) async throws -> Resource {
        let outcome = try await engine.commit(modification, of: key, if: precondition)
        var resource = try outcome.existing().selected(by: selection)
        resource.repairs = outcome.repairs
        return resource
    }

    /// The groups that name resources as their members, looked up.
    public func groups(
        of members: [ResourceID], in type: ResourceType
    ) async throws -> [ResourceID: [GroupReference]] {
        engine.state.groups(of: members)
    }

    /// The groups that resources are members of, directly and through others, looked up in one state.
    public func allGroups(
        of members: [ResourceID], in type: ResourceType, atMost limit: Int?
    ) async throws -> [ResourceID: [GroupReference]] {
        try await engine.state.allGroups(of: members, atMost: limit)
    }

    /// Of which types the resources with these ids are, looked up.
    public func types(of ids: [ResourceID], among types: [ResourceType]) async throws -> [ResourceID: ResourceType] {
        engine.state.types(of: ids, among: types)
    }

    /// The state that was published last, which costs nothing.
    public func snapshot() -> (any IdentityStore)? { current }

    private var current: StoreSnapshot { StoreSnapshot(state: engine.state, scanner: engine.scanner) }
}
