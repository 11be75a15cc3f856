package import SCIM

/// What becomes of the members of a group, one by one: first some go, then others come.
package struct MemberDelta: Sendable, Equatable {
    /// Whether all go first.
    var removesAll = false
    /// The keys of those that go.
    package var removed: [String] = []
    /// Those that come, and those that stay where they are with other sub-attributes.
    var added: [Member] = []

    /// Whether nothing happens.
    package var isEmpty: Bool { !removesAll && removed.isEmpty && added.isEmpty }

    /// Nothing but a list of members that come.
    package init(adding members: [Member] = []) {
        added = members
    }

    /// Nothing but one member that goes.
    package init(removing key: String) {
        removed = [key]
    }

    /// What leads from one list to another.
    package init(from old: MemberList, to new: MemberList) {
        var removed: [String] = []
        var kept: [Member] = []
        old.visit { member in
            let key = member.key
            if new.position(of: key) == nil { removed.append(key) } else { kept.append(member) }
        }
        var added: [Member] = []
        var all: [Member] = []
        all.reserveCapacity(new.count)
        var keepsOrder = true
        new.visit { member in
            if all.count < kept.count {
                keepsOrder = keepsOrder && kept[all.count].key == member.key
                if keepsOrder, kept[all.count] != member { added.append(member) }
            } else {
                added.append(member)
            }
            all.append(member)
        }
        // Members that change places, as a PUT may have it, are written anew, and so is what is shorter that way.
        if keepsOrder, removed.count + added.count <= all.count || removed.isEmpty {
            self.removed = removed
            self.added = added
        } else {
            removesAll = true
            self.added = all
        }
    }

    /// What the steps of a PATCH do to a list.
    package init(_ steps: [MembershipChange], on list: MemberList) {
        let last = steps.lastIndex { if case .removeAll = $0 { true } else { false } }
        if let last {
            var new = MemberList()
            for step in steps[(last + 1)...] { _ = new.apply(step) }
            self.init(from: list, to: new)
            return
        }
        var new = list
        var touched: [String] = []
        for step in steps { touched += new.apply(step) }
        self.init(of: touched, from: list, to: new)
    }

    /// What leads from one list to another that differs from it in a few members at most.
    private init(of touched: [String], from old: MemberList, to new: MemberList) {
        var seen = Set<String>()
        for key in touched where seen.insert(key).inserted {
            let before = old.position(of: key)
            let after = new.position(of: key)
            if let before, before != after { removed.append(key) }
            guard after != nil, let member = new[key] else { continue }
            if before != after || old[key] != member { added.append(member) }
        }
        // A member that went and came again stands behind those that came before it came again.
        added.sort { (new.position(of: $0.key) ?? 0) < (new.position(of: $1.key) ?? 0) }
    }
}

extension MemberList {
    /// Carries out what comes of a delta.
    package mutating func apply(_ delta: MemberDelta) {
        if delta.removesAll { self = MemberList() }
        for key in delta.removed { remove(key) }
        for member in delta.added { set(member, for: member.key) }
    }

    /// Carries out one step of a PATCH.
    ///
    /// - Returns: The keys of the members that it named.
    fileprivate mutating func apply(_ step: MembershipChange) -> [String] {
        switch step {
        case .removeAll:
            self = MemberList()
            return []
        case .remove(let ids):
            let keys = ids.map(\.text)
            for key in keys { remove(key) }
            return keys
        case .add(let values):
            let members = values.map { Member($0, at: AttributePath(.members, .value)) }
            for member in members { add(member) }
            return members.map(\.key)
        }
    }
}
