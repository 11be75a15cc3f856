import RosterCore
import SCIM

/// A value that no two resources may share, and two do.
struct ValueClash: Sendable, CustomStringConvertible {
    /// Where the value stands.
    let attribute: IndexedAttribute
    /// The value as it is compared.
    let key: String
    /// Who had it first, and who has it too.
    let first: Operation.Address
    let second: Operation.Address

    /// The clash in one line.
    var description: String {
        "\(attribute.path.path) \(key.quotedForDisplay) is that of both \(first.id) and \(second.id)"
    }
}

/// The values that no two resources may share, with who has them.
struct ValueHolders {
    private var holders: [String: Operation.Address] = [:]

    /// Takes the values of a resource in.
    ///
    /// - Returns: The values that another resource has already.
    mutating func add(_ attributes: PackedAttributes, of address: Operation.Address, _ layout: TypeLayout)
        -> [ValueClash]
    {
        var clashes: [ValueClash] = []
        for attribute in layout.indexed where attribute.isUnique {
            let scope = attribute.isGlobal ? "" : "\(address.type) "
            // Types may hold it in different places.
            let place = AttributePath(attribute.path.attribute.name, attribute.path.subAttribute?.name)
            attribute.visitKeys(in: attributes) { key in
                let name = "\(scope)\(attribute.schema) \(place) \(key)"
                guard let holder = holders[name] else {
                    holders[name] = address
                    return
                }
                if holder == address { return }
                clashes.append(ValueClash(attribute: attribute, key: key, first: holder, second: address))
            }
        }
        return clashes
    }
}

extension StoreState {
    /// The values that several resources have though no two may share them.
    var clashes: [ValueClash] {
        var holders = ValueHolders()
        var clashes: [ValueClash] = []
        for (place, collection) in collections.enumerated() {
            for stored in resources(at: place) {
                clashes += holders.add(
                    stored.attributes, of: Operation.Address(type: place, id: stored.id), collection.layout)
            }
        }
        return clashes
    }
}
