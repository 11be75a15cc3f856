import SCIM

/// Finds the resources that an id or a name fits, whenever they had the name.
struct HistorySearch {
    /// What was found, in order, each once.
    private(set) var found: [Operation.Address] = []
    private var known: Set<Operation.Address> = []
    private let id: String
    /// Where the names stand and what is looked for there, by the places of the types.
    private let names: [(path: ResolvedPath, text: String)?]

    /// Looks for nothing but what a text names.
    init(_ text: String, layouts: [TypeLayout]) {
        id = text
        names = layouts.map { layout in
            guard let name = layout.nameAttribute, let definition = layout.type.schema.attribute(name) else {
                return nil
            }
            let path = ResolvedPath(definition)
            var comparable: String?
            path.visitComparableTexts(in: Attributes(uniqueNames: [(name, .string(text))])) { comparable = $0 }
            return comparable.map { (path, $0) }
        }
    }

    /// Looks at everything that a store holds.
    mutating func look(at state: StoreState) {
        for place in names.indices {
            for stored in state.resources(at: place) {
                look(at: Operation.Address(type: place, id: stored.id), stored.attributes)
            }
        }
    }

    /// Looks at what comes into being or changes.
    mutating func look(at content: JournalRecord.Content) {
        guard case .transaction(let operations) = content else { return }
        for case .put(let put) in operations where put.address.type < names.count {
            look(at: put.address, put.attributes)
        }
    }

    private mutating func look(at address: Operation.Address, _ attributes: PackedAttributes) {
        guard !known.contains(address), address.id == id || isNamed(attributes, at: address.type) else { return }
        known.insert(address)
        found.append(address)
    }

    private func isNamed(_ attributes: PackedAttributes, at place: Int) -> Bool {
        names[place].map { $0.path.hasComparableText($0.text, in: attributes) } ?? false
    }
}

extension TypeLayout {
    /// The attribute by which people call resources of the type.
    var nameAttribute: AttributeName? {
        [.userName, .displayName].first { type.schema.attribute($0) != nil }
    }
}
