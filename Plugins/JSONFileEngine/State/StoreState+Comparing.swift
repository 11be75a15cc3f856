import SCIM

extension StoreState {
    /// The first thing in which another state differs; `nil` if they say the same.
    package func difference(from other: StoreState) -> String? {
        for place in 0..<max(collections.count, other.collections.count) {
            let own = resources(at: place), others = other.resources(at: place)
            for (left, right) in zip(own, others) {
                if left.id != right.id { return "\(left.id) is in the place of \(right.id)" }
                if let difference = left.difference(from: right) { return "\(difference) of \(left.id)" }
            }
            if own.count != others.count { return "\(others.count) resources instead of \(own.count)" }
        }
        return nil
    }

    /// The resources of a type in the order of creation.
    package func resources(at place: Int) -> [StoredResource] {
        guard place < collections.count else { return [] }
        return collections[place].resources.window(from: 0, count: .max)
    }

    /// Adds a resource of another state.
    package mutating func add(_ stored: StoredResource, at address: Operation.Address) {
        _ = apply(
            .put(
                Operation.Put(
                    address: address, version: stored.version, created: stored.created,
                    lastModified: stored.lastModified, attributes: stored.attributes)))
        guard stored.hasMembers else { return }
        var members: [Member] = []
        stored.members.visit { members.append($0) }
        _ = apply(
            .changeMembers(
                Operation.MembersChange(
                    address: address, version: stored.version, lastModified: stored.lastModified,
                    delta: MemberDelta(adding: members))))
    }

    /// The version of a resource; `nil` if it is not there.
    package func version(of address: Operation.Address) -> Int? { stored(address)?.version }

    /// The state of a resource.
    package func stored(_ address: Operation.Address) -> StoredResource? {
        address.type < collections.count ? collections[address.type][address.id] : nil
    }
}

extension StoredResource {
    fileprivate func difference(from other: StoredResource) -> String? {
        if version != other.version { return "the version" }
        if created != other.created || lastModified != other.lastModified {
            return "the times"
        }
        if attributes.attributes != other.attributes.attributes { return "the attributes" }
        var theirs: [Member] = []
        other.members.visit { theirs.append($0) }
        var place = 0, isSame = members.count == theirs.count
        members.visit { member in
            isSame = isSame && place < theirs.count && theirs[place] == member
            place += 1
        }
        return isSame ? nil : "the members"
    }
}

extension Operation {
    /// The version that a resource has after this step; `nil` for one that is gone then.
    package var version: Int? {
        switch self {
        case .put(let put): put.version
        case .delete: nil
        case .changeMembers(let change): change.version
        }
    }
}
