import JSONFileEngine
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
            layout.namePath.map { ($0, $0.definition.foldsCase ? text.caseFolded : text) }
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
    /// Where the name stands by which people call resources of the type.
    var namePath: ResolvedPath? {
        [AttributeName.userName, .displayName].first { type.schema.attribute($0) != nil }.flatMap {
            type.locate($0.text)
        }
    }

    /// What people call a resource of the type.
    func name(of stored: StoredResource) -> String? {
        namePath.flatMap { stored.resource.text(at: $0.path) }
    }
}
