package import SCIM
import Synchronization

/// The places of the types of a store, by name.
///
/// A folder may tell of types that the configuration has no more. They get places behind the others, so that the history
/// can be followed to its end, which alone says whether there are such resources still.
package final class TypePlaces: Sendable {
    private let types: [ResourceType]
    private let places: [String: Int]
    private let unserved = Mutex<[String]>([])

    /// Numbers the types.
    package init(_ layouts: [TypeLayout]) {
        types = layouts.map(\.type)
        places = Dictionary(layouts.enumerated().map { ($1.type.name, $0) }) { first, _ in first }
    }

    /// The place of a type.
    package func place(of name: String) -> Int {
        if let place = places[name] { return place }
        return places.count
            + unserved.withLock { names in
                if let position = names.firstIndex(of: name) { return position }
                names.append(name)
                return names.count - 1
            }
    }

    /// The type at a place; `nil` for one that the store does not have.
    package func type(at place: Int) -> ResourceType? { place < types.count ? types[place] : nil }

    /// The name of the type at a place behind those of the store's types.
    package func unservedName(at place: Int) -> String { unserved.withLock { $0[place - places.count] } }
}
