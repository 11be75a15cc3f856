import SCIM

/// The places of the types of a store, by name.
struct TypePlaces: Sendable {
    private let places: [String: Int]

    /// Numbers the types.
    init(_ layouts: [TypeLayout]) {
        places = Dictionary(layouts.enumerated().map { ($1.type.name, $0) }) { first, _ in first }
    }

    /// The place of a type.
    ///
    /// - Throws: ``LineProblem`` if the store was not given this type.
    func place(of name: String) throws(LineProblem) -> Int {
        guard let place = places[name] else {
            throw LineProblem(
                "it holds resources of type '\(name.prefix(100))', which is not served here", isOfConfiguration: true)
        }
        return place
    }
}
