import JSONFileEngine
import RosterCore
import SCIM

extension Salvage {
    /// Takes members out of their groups that are lost themselves: who follows a membership has to find somebody.
    mutating func dropStrangers() {
        for place in layouts.indices where layouts[place].holdsMembers {
            for group in state.resources(at: place) {
                let strangers = state.strangers(in: group, at: place)
                if strangers.isEmpty { continue }
                let address = Operation.Address(type: place, id: group.id)
                var delta = MemberDelta()
                delta.removed = strangers
                _ = state.apply(
                    .changeMembers(
                        Operation.MembersChange(
                            address: address, version: group.version + 1, lastModified: group.lastModified, delta: delta
                        )))
                let named = strangers.prefix(10).map(\.quotedForDisplay).joined(separator: ", ")
                note(
                    lastFile, nil,
                    "\(strangers.count) of the members of \(group.id.quotedForDisplay) are no resources, or none any more, "
                        + "and left out: "
                        + named + (strangers.count > 10 ? ", …" : ""))
            }
        }
    }
}

extension StoreState {
    fileprivate func strangers(in group: StoredResource, at place: Int) -> [String] {
        var strangers: [String] = []
        group.members.visit { member in
            if let id = member.id, isStranger(id, in: collections[place].layout) { strangers.append(id) }
        }
        return strangers
    }
}
