import Logging
import RosterCore
package import SCIM

/// A value that no two resources may share, and two do.
package struct ValueClash: Sendable, CustomStringConvertible {
    /// Where the value stands.
    package let attribute: IndexedAttribute
    /// The value as it is compared.
    package let key: String
    /// Who had it first, and who has it too.
    package let first: Operation.Address
    package let second: Operation.Address

    /// The clash in one line.
    package var description: String {
        "\(attribute.path.path) \(key.quotedForDisplay) is that of both \(first.id) and \(second.id)"
    }

    /// The clash in one line where nothing is lost: an earlier configuration or release allowed it.
    package var note: String {
        "\(self), and has to be unique now. Both are served as they are; change the value of one of them"
    }
}

/// The values that no two resources may share, with who has them.
package struct ValueHolders {
    private var holders: [String: Operation.Address] = [:]

    /// Begins without values.
    package init() {}

    /// Takes the values of a resource in.
    ///
    /// - Returns: The values that another resource has already.
    package mutating func add(_ attributes: PackedAttributes, of address: Operation.Address, _ layout: TypeLayout)
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
    ///
    /// In sound data they are no damage: the values became unique later, by the configuration or by another folding of case.
    package var clashes: [ValueClash] {
        guard mayHaveClashes else { return [] }
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

    /// Whether there are any, as far as the indexes tell without a look at the resources.
    private var mayHaveClashes: Bool {
        var global: Set<String> = []
        for collection in collections where collection.resources.count > 0 {
            for (place, attribute) in collection.layout.indexed.enumerated() where attribute.isUnique {
                if collection.hasSharedValues(place) { return true }
                let name = "\(attribute.schema) \(attribute.path.path)"
                if attribute.isGlobal, !global.insert(name).inserted { return true }
            }
        }
        return false
    }
}

extension StoreState {
    /// Logs the values that several resources have though no two may share them, by the ids of the resources.
    func tellClashes(_ logger: Logger) {
        let clashes = clashes
        for clash in clashes.prefix(Self.clashesInLog) {
            logger.warning(
                "two resources share a value that has to be unique; both are served, change the value of one of them",
                metadata: [
                    "attribute": "\(clash.attribute.path.path)", "first": "\(clash.first.id)",
                    "second": "\(clash.second.id)",
                ])
        }
        guard clashes.count > Self.clashesInLog else { return }
        logger.warning(
            "more resources share values that have to be unique; see: roster store verify",
            metadata: ["values": "\(clashes.count)"])
    }

    private static let clashesInLog = 10
}
