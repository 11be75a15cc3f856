import SCIM

/// Looks at what a change would come to, before the store carries it out.
///
/// What would take a resource out of the application's sight is refused, and the note which role was given by default goes with
/// that role.
struct ChangeCheck: Sendable {
    /// How often a lost race is run again.
    private static let maximumAttempts = 64

    let store: any IdentityStore
    let mapper: (any AttributeMapper)?

    /// Checks a resource that is to be created.
    ///
    /// - Throws: What the mapper throws, ``SCIM/SCIMError/Code/invalidValue`` as a rule.
    func check(_ draft: Draft) throws {
        guard let mapper, mapper.canRefuse(draft.type) else { return }
        _ = try mapper.record(from: draft.attributes, of: draft.type)
    }

    /// Changes a resource if the application can see what comes of it, or could not see the resource before.
    ///
    /// The result is known only when the change has been applied, so it is applied twice: here, and by the store to the
    /// version that was looked at here.
    ///
    /// - Throws: What the mapper and ``IdentityStore/modify(_:by:if:selecting:)`` throw.
    func modify(
        _ key: ResourceKey, by modification: Modification, if precondition: Precondition,
        selecting selection: AttributeSelection
    ) async throws -> Resource {
        let mayLoseRecord = mapper?.canRefuse(key.type) == true && !modification.concernsMembersAlone
        guard mayLoseRecord || (key.type.extension(.roleGrants) != nil && modification.mayConcernRoles) else {
            return try await store.modify(key, by: modification, if: precondition, selecting: selection)
        }
        for _ in 0..<Self.maximumAttempts {
            guard let current = try await store.resource(key, selecting: .byDefault) else {
                throw SCIMError.notFound(key)
            }
            try precondition.check(current.version)
            let after = try modification.applied(to: current.attributes, of: key.type)
            if mayLoseRecord { try refuseLoss(of: current.attributes, to: after, key.type) }
            let isDefaultGone = current.attributes.defaultRole.map { !after.hasRole($0) } ?? false
            do {
                return try await store.modify(
                    key, by: isDefaultGone ? modification.forgettingDefaultRole(of: key.type) : modification,
                    if: Precondition(version: current.version), selecting: selection)
            } catch let error as SCIMError where error.code == .preconditionFailed {
                continue
            }
        }
        throw SCIMError(.unavailable, "the resource is being changed too often; try again")
    }

    /// A resource that was stored under other rules must still be changed: above all, deactivated.
    private func refuseLoss(of before: Attributes, to after: Attributes, _ type: ResourceType) throws {
        guard let mapper else { return }
        do {
            _ = try mapper.record(from: after, of: type)
        } catch {
            if (try? mapper.record(from: before, of: type)) != nil { throw error }
        }
    }
}

extension Modification {
    fileprivate var concernsMembersAlone: Bool {
        if case .patch(let operations) = self { operations.allSatisfy(\.concernsMembers) } else { false }
    }

    fileprivate var mayConcernRoles: Bool {
        guard case .patch(let operations) = self else { return true }
        return operations.map(\.target.path.path).contains { $0.schema == nil && $0.attribute == .roles }
    }

    fileprivate func forgettingDefaultRole(of type: ResourceType) -> Modification {
        switch self {
        case .replace(var draft):
            draft.attributes[.roleGrants] = [.defaultRole: .null]
            return .replace(with: draft)
        case .patch(let operations):
            guard let path = type.resolve("\(AttributeName.roleGrants):\(AttributeName.defaultRole)") else {
                return self
            }
            return .patch(operations + [PatchOperation(.remove, PatchTarget(path))])
        }
    }
}

extension Attributes {
    /// The id of the role that the user was given at creation.
    var defaultRole: String? { self[.roleGrants]?[.defaultRole]?.string }

    fileprivate func hasRole(_ id: String) -> Bool {
        (self[.roles]?.values ?? []).contains { ($0.string ?? $0[.value]?.string)?.caseFolded == id.caseFolded }
    }
}
