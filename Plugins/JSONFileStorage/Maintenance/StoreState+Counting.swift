import JSONFileEngine
import RosterCore
import SCIM

extension StoreState {
    /// The number of resources of each type, also of types that the configuration does not have.
    func counts(named types: TypePlaces) -> [ResourceCount] {
        collections.indices.compactMap { place in
            let count = collections[place].resources.count
            let name = collections[place].layout.type.name
            if !name.isEmpty { return ResourceCount(type: name, count: count) }
            return count == 0 ? nil : ResourceCount(type: types.unservedName(at: place), count: count)
        }
    }
}
