import RosterCore
import SCIM

/// A value that no two resources may share, and two do.
struct ValueClash: Sendable, CustomStringConvertible {
    /// Where the value stands.
    let attribute: IndexedAttribute
    /// The value as it is compared.
    let key: String
    /// Who has it, the one that had it first before the other.
    let first: Operation.Address
    let second: Operation.Address

    /// The clash in one line.
    var description: String {
        "\(attribute.path.path) \(key.quotedForDisplay) is that of both \(first.id) and \(second.id)"
    }
}

extension StoreState {
    /// The values that several resources have though no two may share them.
    var clashes: [ValueClash] {
        var clashes: [ValueClash] = []
        /// Values that are unique whatever the type, by schema and path.
        var global: [String: Operation.Address] = [:]
        for (place, collection) in collections.enumerated() {
            for attribute in collection.layout.indexed where attribute.isUnique {
                var own: [String: Operation.Address] = [:]
                for stored in resources(at: place) {
                    let address = Operation.Address(type: place, id: stored.id)
                    attribute.visitKeys(in: stored.resource.attributes) { key in
                        let name = "\(attribute.schema) \(attribute.path.path.attribute) \(key)"
                        let holder = attribute.isGlobal ? global[name] : own[key]
                        if let holder, holder != address {
                            clashes.append(
                                ValueClash(attribute: attribute, key: key, first: holder, second: address))
                        } else if attribute.isGlobal {
                            global[name] = address
                        } else {
                            own[key] = address
                        }
                    }
                }
            }
        }
        return clashes
    }
}
