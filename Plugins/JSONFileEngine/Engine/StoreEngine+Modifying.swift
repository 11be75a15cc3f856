import RosterCore
package import SCIM

extension StoreEngine {
    /// Commits a modification; members that are named one by one come and go without a look at the others.
    package func commit(
        _ modification: Modification, of key: ResourceKey, if precondition: Precondition
    ) async throws -> CommitResult {
        let request = WriteRequest.modify(key, modification, precondition)
        // The more often a group changes, the better it is not to lose a race; and this is quick.
        if modification.membershipChanges != nil { return try await submit(request) }
        return try await commit(request, of: key, if: precondition, looksAt: modification.extent) {
            try Change(of: $0, by: modification, in: $1)
        }
    }

    /// Commits new attributes in the place of the old ones.
    package func commit(
        _ attributes: Attributes, of key: ResourceKey, if precondition: Precondition
    ) async throws -> CommitResult {
        let modification = Modification.replace(with: Draft(unchecked: attributes, as: key.type))
        return try await commit(
            .update(key, attributes, precondition), of: key, if: precondition, looksAt: modification.extent
        ) {
            Change(to: attributes, of: $0, in: $1)
        }
    }

    /// Commits a change so that the writer, for whom all others wait, has as little as possible to do.
    ///
    /// A change that takes microseconds the writer computes itself. What another one comes to is computed for the current version
    /// of the resource, that of a large one on the threads of the scanner. The writer takes it if that version is still the
    /// current one; otherwise it is computed again.
    ///
    /// - Parameters:
    ///   - request: The change as the writer would compute it.
    ///   - measure: How much of a resource of so many bytes and members it looks at.
    private func commit(
        _ request: WriteRequest, of key: ResourceKey, if precondition: Precondition,
        looksAt measure: (_ bytes: Int, _ members: Int) -> Int,
        by change: @escaping @Sendable (StoredResource, TypeLayout) throws -> Change
    ) async throws -> CommitResult {
        for attempt in 1... {
            let state = state
            let stored = try state.current(key, precondition)
            let layout = try state.served(key.type)
            let extent = measure(stored.attributes.json.count, stored.members.count)
            guard extent > StoreLimits.extentAtOnce else { return try await submit(request) }
            let isSmall = extent <= StoreLimits.extentInPlace
            if attempt > (isSmall ? StoreLimits.attemptsInPlace : StoreLimits.attempts) {
                guard extent <= StoreLimits.extentOnWriter else { break }
                return try await submit(request)
            }
            let computed =
                isSmall ? try change(stored, layout) : try await scanner.perform { try change(stored, layout) }
            do {
                return try await submit(.change(key, computed, Precondition(version: Version(String(stored.version)))))
            } catch let error as SCIMError where error.code == .preconditionFailed {
                // Another change came first. Whether the client's own precondition still holds is seen next.
                continue
            }
        }
        throw SCIMError(.unavailable, "the resource is being changed too often; try again")
    }
}
