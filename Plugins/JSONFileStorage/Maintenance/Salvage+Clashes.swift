import JSONFileEngine
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
            _ = state.apply(
                .put(
                    Operation.Put(
                        address: loser, version: version, created: stored.created, lastModified: stored.lastModified,
                        attributes: PackedAttributes(attributes, of: stored.key.type))))
            note(
                lastFile, nil,
                "\(clash); \(loser.id) may have changed its value in a line that is lost, or an earlier configuration allowed it; "
                    + "it is given another value")
        }
    }
}

extension ResolvedPath {
    /// Attributes in which a value has made room for an equal one: a text with the id of its resource behind it, nothing
    /// in the place of anything else.
    fileprivate func givingWay(in attributes: Attributes, for id: String) -> Attributes {
        let place = [path.schema, path.attribute, path.subAttribute].compactMap(\.self)
        let isSingle = !attribute.isMultiValued && subAttribute == nil
        let depth = (path.schema == nil ? 1 : 2) + (isSingle && path.subAttribute != nil ? 1 : 0)
        return attributes.changing(place.prefix(depth)) { value in
            guard isSingle, case .string(let text)? = value else { return nil }
            return .string("\(text)~\(id)")
        }
    }
}

extension Attributes {
    /// The same with another value, or none, at a place that names lead to.
    fileprivate func changing(
        _ place: ArraySlice<AttributeName>, _ change: (AttributeValue?) -> AttributeValue?
    ) -> Attributes {
        guard let name = place.first else { return self }
        var changed = self
        if place.count == 1 {
            changed[name] = change(self[name])
        } else if let content = self[name]?.attributes {
            changed[name] = .complex(content.changing(place.dropFirst(), change))
        }
        return changed
    }
}
