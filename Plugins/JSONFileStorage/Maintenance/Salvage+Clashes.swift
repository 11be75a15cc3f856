import RosterCore
import SCIM

extension Salvage {
    /// Lets one resource have each value that several have though no two may: the one that was given it last, because the
    /// store had seen the other let go of it, in a line that is lost.
    mutating func settleClashes() {
        var clashes = state.clashes
        while !clashes.isEmpty {
            settle(clashes)
            // Of three that have a value two may be left.
            clashes = state.clashes
        }
    }

    private mutating func settle(_ clashes: [ValueClash]) {
        var losers: Set<Operation.Address> = []
        for clash in clashes {
            let firstWriter = writers[clash.first] ?? 0, secondWriter = writers[clash.second] ?? 0
            let loser = firstWriter > secondWriter ? clash.second : clash.first
            guard losers.insert(loser).inserted, let stored = state.stored(loser) else { continue }
            let version = stored.version + 1
            let attributes = clash.attribute.path.givingWay(in: stored.attributes.attributes, for: loser.id)
            _ = state.carryOut(
                .put(
                    Operation.Put(
                        address: loser, version: version, created: stored.created, lastModified: stored.lastModified,
                        attributes: PackedAttributes(attributes, of: stored.key.type))))
            note(
                lastFile, nil,
                "\(clash); \(loser.id) has let go of it in a line that is lost, or an earlier configuration allowed it; "
                    + "it is given another value")
        }
    }
}

extension ResolvedPath {
    /// Attributes in which a value has made room for an equal one: a text with the id of its resource behind it, nothing
    /// in the place of anything else.
    fileprivate func givingWay(in attributes: Attributes, for id: String) -> Attributes {
        var attributes = attributes
        func change(_ attributes: inout Attributes) {
            if !attribute.isMultiValued, subAttribute == nil, case .string(let text)? = attributes[path.attribute] {
                attributes[path.attribute] = .string("\(text)~\(id)")
            } else {
                attributes[path.attribute] = nil
            }
        }
        if let schema = path.schema {
            guard var content = attributes[schema]?.attributes else { return attributes }
            change(&content)
            attributes[schema] = .complex(content)
        } else {
            change(&attributes)
        }
        return attributes
    }
}
