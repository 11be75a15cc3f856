import SCIM

/// Everything that a store holds at one moment, as a value: a copy costs nothing and never changes.
struct StoreState: Sendable {
    /// The resources by type, in the order in which the store was given the types.
    var collections: [ResourceCollection]
    private var nextOrdinal = 0

    /// An empty store.
    init(_ layouts: [TypeLayout]) {
        collections = layouts.map { ResourceCollection($0) }
    }

    /// The place of a type among those of the store.
    func place(of type: ResourceType) -> Int? {
        // By index: to hand out whole collections would count references that all readers share.
        collections.indices.first { collections[$0].layout.type == type }
    }

    /// The state of a resource.
    func stored(_ key: ResourceKey) -> StoredResource? {
        place(of: key.type).flatMap { collections[$0][key.id.text] }
    }

    /// Carries one step out.
    ///
    /// - Returns: Whether it could be: a step that names a resource which is not there comes from no store.
    mutating func carryOut(_ operation: Operation) -> Bool {
        switch operation {
        case .put(let put):
            collections[put.address.type].put(put, newOrdinal: nextOrdinal)
            nextOrdinal += 1
            return true
        case .delete(let address):
            guard collections[address.type].contains(address.id) else { return false }
            collections[address.type].delete(address.id)
            return true
        case .changeMembers(let change):
            return collections[change.address.type].changeMembers(change)
        }
    }

    /// The groups that a resource is a member of, in the order of their creation.
    func groups(of id: String) -> [GroupReference] {
        var groups: [GroupReference] = []
        for place in collections.indices where collections[place].layout.holdsMembers {
            for group in collections[place].holders(of: id) { groups.append(GroupReference(group.resource)) }
        }
        return groups
    }
}
