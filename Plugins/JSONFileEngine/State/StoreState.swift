package import SCIM

/// Everything that a store holds at one moment, as a value: a copy costs nothing and never changes.
package struct StoreState: Sendable {
    /// The resources by type, in the order in which the store was given the types.
    package var collections: [ResourceCollection]
    private var nextOrdinal = 0

    /// An empty store.
    package init(_ layouts: [TypeLayout]) {
        collections = layouts.map { ResourceCollection($0) }
    }

    /// The number of resources.
    package var count: Int { collections.reduce(0) { $0 + $1.resources.count } }

    /// The place of a type among those of the store.
    package func place(of type: ResourceType) -> Int? {
        // By index: to hand out whole collections would count references that all readers share.
        collections.indices.first { collections[$0].layout.type == type }
    }

    /// The resources of a type.
    func collection(of type: ResourceType) -> ResourceCollection? { place(of: type).map { collections[$0] } }

    /// The state of a resource.
    package func stored(_ key: ResourceKey) -> StoredResource? {
        place(of: key.type).flatMap { collections[$0][key.id.text] }
    }

    /// Carries one step out.
    ///
    /// - Returns: Whether it could be: a step that names a resource which is not there comes from no store.
    package mutating func apply(_ operation: Operation) -> Bool {
        while operation.address.type >= collections.count { collections.append(ResourceCollection(.unserved)) }
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

    /// Drops what was kept of types that the store was not given.
    ///
    /// - Parameters:
    ///   - count: The number of the types that the store was given.
    ///   - name: The name of a type that it was not given, by its place.
    ///   - source: What holds the resources, in words.
    /// - Throws: ``JSONFileStoreError`` if there are resources of such a type.
    package mutating func keepOnly(
        _ count: Int, named name: (Int) -> String, in source: String = StoreState.usualSource
    ) throws {
        for place in collections.indices.dropFirst(count) where collections[place].resources.count > 0 {
            throw JSONFileStoreError(
                .configuration,
                "\(source) holds resources of the type '\(name(place).prefix(100))', in all "
                    + "\(collections[place].resources.count), which the configuration does not have; put it back under "
                    + "'resource-types', at least until they are deleted. Nothing was changed.")
        }
        collections.removeSubrange(min(count, collections.count)...)
    }

    /// Where a state comes from if nothing else is said.
    package static let usualSource = "the data folder"

    /// How resources of a type are kept.
    package func layout(of type: ResourceType) -> TypeLayout? { place(of: type).map { collections[$0].layout } }

    /// Of which types the resources with these ids are.
    package func types(of ids: [ResourceID], among types: [ResourceType]) -> [ResourceID: ResourceType] {
        var found: [ResourceID: ResourceType] = [:]
        for id in ids {
            found[id] = types.first { type in
                place(of: type).map { collections[$0].contains(id.text) } ?? false
            }
        }
        return found
    }

    /// Whether an id that a member of a resource is to have is that of no resource, though it could only be one that is kept
    /// here.
    package func isStranger(_ id: String, in layout: TypeLayout) -> Bool {
        layout.memberTypes.allSatisfy { name in
            collections.indices.contains {
                collections[$0].layout.type.name == name && !collections[$0].contains(id)
            }
        }
    }
}
