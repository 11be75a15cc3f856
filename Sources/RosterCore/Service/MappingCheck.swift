import SCIM

/// Refuses what the application could not see, before it is stored.
struct MappingCheck: Sendable {
    /// How often a lost race is run again.
    private static let maximumAttempts = 64

    let store: any IdentityStore
    let mapper: any AttributeMapper

    /// Checks a resource that is to be created, or to take the place of another.
    ///
    /// - Throws: What the mapper throws, ``SCIM/SCIMError/Code/invalidValue`` as a rule.
    func check(_ draft: Draft) throws {
        guard mapper.canRefuse(draft.type) else { return }
        _ = try mapper.record(from: draft.attributes, of: draft.type)
    }

    /// Changes a resource if the application can see what comes of it.
    ///
    /// The result is known only when the operations have been applied, so they are applied twice: here, and by the store to the
    /// version that was looked at here.
    ///
    /// - Returns: `nil` if the operations cannot lead to what the mapper refuses: if they change nothing but members, on which
    ///   no team depends.
    func modify(
        _ key: ResourceKey, by modification: Modification, if precondition: Precondition,
        selecting selection: AttributeSelection
    ) async throws -> Resource? {
        guard case .patch(let operations) = modification, mapper.canRefuse(key.type),
            !operations.allSatisfy(\.concernsMembers)
        else {
            return nil
        }
        for _ in 0..<Self.maximumAttempts {
            guard let current = try await store.resource(key, selecting: .byDefault) else {
                throw SCIMError.notFound(key)
            }
            try precondition.check(current.version)
            let after = try modification.applied(to: current.attributes, of: key.type)
            _ = try mapper.record(from: after, of: key.type)
            do {
                return try await store.modify(
                    key, by: modification, if: Precondition(version: current.version), selecting: selection)
            } catch let error as SCIMError where error.code == .preconditionFailed {
                continue
            }
        }
        throw SCIMError(.unavailable, "the resource is being changed too often; try again")
    }
}
