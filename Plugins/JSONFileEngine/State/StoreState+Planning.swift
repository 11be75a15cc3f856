import SCIM

extension StoreState {
    /// Holds a request against this state (RFC 7644 §3.3 to §3.6).
    ///
    /// - Parameters:
    ///   - now: The time, in whole milliseconds.
    ///   - requiresMembers: Whether members have to be resources. Whoever asks has made sure of that, so one that is not there
    ///     has been deleted since, and out of all groups.
    ///   - makeID: Makes an identifier that was never used, as ``StoreOptions/makeID``.
    /// - Throws: ``SCIM/SCIMError`` for a request that cannot be met; nothing has changed then.
    func plan(
        _ request: WriteRequest, at now: DateTime, requiringMembers requiresMembers: Bool,
        makeID: (DateTime, ResourceID?) -> String
    ) throws(SCIMError) -> CommitPlan {
        var plan = try plan(request, at: now, makeID: makeID)
        if requiresMembers { leaveStrangersOut(of: &plan) }
        return plan
    }

    private func leaveStrangersOut(of plan: inout CommitPlan) {
        plan.operations = plan.operations.compactMap { operation in
            guard case .changeMembers(var change) = operation else { return operation }
            let layout = collections[change.address.type].layout
            change.delta.added.removeAll { member in member.id.map { isStranger($0, in: layout) } ?? false }
            return change.delta.isEmpty ? nil : .changeMembers(change)
        }
    }

    private func plan(
        _ request: WriteRequest, at now: DateTime, makeID: (DateTime, ResourceID?) -> String
    ) throws(SCIMError) -> CommitPlan {
        switch request {
        case .create(let draft): return try planCreation(draft, now, makeID)
        case .update(let key, let attributes, let precondition):
            let stored = try current(key, precondition)
            return try planChange(of: stored, Change(to: attributes, of: stored, in: served(key.type)), now)
        case .modify(let key, let modification, let precondition):
            let stored = try current(key, precondition)
            return try planChange(of: stored, Change(of: stored, by: modification, in: served(key.type)), now)
        case .change(let key, let change, let precondition):
            return try planChange(of: try current(key, precondition), change, now)
        case .delete(let key, let precondition):
            return planDeletion(of: try current(key, precondition), now)
        }
    }

    /// The state of a resource.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/notFound``, ``SCIM/SCIMError/Code/preconditionFailed``.
    func current(_ key: ResourceKey, _ precondition: Precondition) throws(SCIMError) -> StoredResource {
        guard let stored = stored(key) else { throw SCIMError.notFound(key) }
        try precondition.check(Version(String(stored.version)))
        return stored
    }

    /// How a type is kept.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/internalError`` for a type that this store does not serve.
    func served(_ type: ResourceType) throws(SCIMError) -> TypeLayout {
        guard let layout = layout(of: type) else {
            throw SCIMError(.internalError, "this store keeps no \(type.name)")
        }
        return layout
    }

    private func planCreation(
        _ draft: Draft, _ now: DateTime, _ makeID: (DateTime, ResourceID?) -> String
    ) throws(SCIMError) -> CommitPlan {
        let layout = try served(draft.type)
        let place = place(of: draft.type) ?? 0
        let now = timeOfCreation(now, in: collections[place])
        let address = Operation.Address(type: place, id: makeID(now, latestID(at: now)))
        let (tree, members) = layout.split(draft.attributes)
        let attributes = PackedAttributes(tree, of: layout.type)
        try checkUniqueness(of: attributes, at: address.type)
        var operations: [Operation] = [
            .put(
                Operation.Put(address: address, version: 1, created: now, lastModified: now, attributes: attributes))
        ]
        if !members.isEmpty {
            let delta = MemberDelta(adding: members)
            operations.append(
                .changeMembers(Operation.MembersChange(address: address, version: 1, lastModified: now, delta: delta)))
        }
        return CommitPlan(operations: operations, key: ResourceKey(draft.type, ResourceID(address.id)))
    }

    /// The greatest id of the latest resources of all types, among those that were created at a time.
    private func latestID(at time: DateTime) -> ResourceID? {
        collections.indices.compactMap { collections[$0].latest }.filter { $0.created == time }
            .map { ResourceID($0.id) }.max()
    }

    /// The time, or that of the latest creation if the clock was set back a little: walks find their place by it.
    ///
    /// A clock that was a day and more ahead is not followed. Walks are right then all the same, but look at everything.
    private func timeOfCreation(_ now: DateTime, in collection: ResourceCollection) -> DateTime {
        guard let latest = collection.latestCreation, latest > now,
            latest.secondsSinceEpoch - now.secondsSinceEpoch < 86_400
        else { return now }
        return latest
    }

    private func planChange(
        of stored: StoredResource, _ change: Change, _ now: DateTime
    ) throws(SCIMError) -> CommitPlan {
        let key = stored.key
        let address = Operation.Address(type: place(of: key.type) ?? 0, id: stored.id)
        var plan = CommitPlan(operations: [], key: key, repairs: change.repairs.made)
        let time = max(now, stored.lastModified)
        if let attributes = change.attributes {
            try checkUniqueness(of: attributes, after: stored, at: address.type)
            plan.operations.append(
                .put(
                    Operation.Put(
                        address: address, version: stored.version + 1, created: stored.created,
                        lastModified: time, attributes: attributes)))
        }
        if !change.members.isEmpty {
            plan.operations.append(
                .changeMembers(
                    Operation.MembersChange(
                        address: address, version: stored.version + 1, lastModified: time, delta: change.members)))
        }
        return plan
    }

    /// Deletes a resource and takes it out of every group in the same transaction.
    private func planDeletion(of stored: StoredResource, _ now: DateTime) -> CommitPlan {
        let own = Operation.Address(type: place(of: stored.key.type) ?? 0, id: stored.id)
        var operations: [Operation] = [.delete(own)]
        for (place, collection) in collections.enumerated() where collection.layout.holdsMembers {
            for group in collection.holders(of: stored.id) where group !== stored {
                operations.append(
                    .changeMembers(
                        Operation.MembersChange(
                            address: Operation.Address(type: place, id: group.id), version: group.version + 1,
                            lastModified: max(now, group.lastModified), delta: MemberDelta(removing: stored.id)
                        )))
            }
        }
        return CommitPlan(operations: operations)
    }

    /// Makes sure that nobody else has a value that has to be unique.
    ///
    /// What the resource has already may stay, so that two which share a value since it need not be unique can still be changed.
    private func checkUniqueness(
        of attributes: PackedAttributes, after old: StoredResource? = nil, at place: Int
    ) throws(SCIMError) {
        let layout = collections[place].layout
        for (index, attribute) in layout.indexed.enumerated() where attribute.isUnique {
            var isTaken = false
            attribute.visitKeys(in: attributes) { key in
                if let old, attribute.hasKey(key, in: old.attributes) { return }
                isTaken = isTaken || !collections[place].ordinals(index, of: key).isEmpty
                if attribute.isGlobal { isTaken = isTaken || isTakenElsewhere(key, attribute, place) }
            }
            if isTaken { throw SCIMError.taken(attribute.path.name, by: layout.type) }
        }
    }

    /// Whether a resource of another type has a value that no two resources share, whatever their types.
    private func isTakenElsewhere(_ key: String, _ attribute: IndexedAttribute, _ place: Int) -> Bool {
        collections.indices.contains { other in
            guard other != place, let index = collections[other].layout.index(ofGlobal: attribute) else { return false }
            return !collections[other].ordinals(index, of: key).isEmpty
        }
    }
}
