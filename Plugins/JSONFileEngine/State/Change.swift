package import SCIM

/// What a PUT or a PATCH comes to for one resource.
package struct Change: Sendable {
    /// The new attributes without the members; `nil` if they stay as they are.
    package private(set) var attributes: PackedAttributes?
    /// What becomes of the members.
    package private(set) var members = MemberDelta()
    /// What was put right on the way.
    package private(set) var repairs = Repairs()

    /// Leads to new attributes, which hold the members.
    init(to new: Attributes, of stored: StoredResource, in layout: TypeLayout) {
        let (attributes, members) = layout.split(new)
        if attributes != stored.attributes.attributes {
            self.attributes = PackedAttributes(attributes, of: stored.key.type)
        }
        if layout.holdsMembers { self.members = MemberDelta(from: stored.members, to: MemberList(members)) }
    }

    /// Carries a modification out as ``SCIM/Modification/applied(to:of:)`` does, and looks at the members of a group
    /// only as far as it has to.
    init(of stored: StoredResource, by modification: Modification, in layout: TypeLayout) throws(SCIMError) {
        switch modification {
        case .patch(let operations) where layout.hasPlainMembers:
            let onMembers = operations.filter(\.concernsMembers)
            if onMembers.isEmpty {
                try self.init(attributesOf: stored, by: operations, in: layout)
            } else if let steps = Modification.patch(onMembers).membershipChanges {
                // Members and other attributes do not depend on one another, so their order plays no part.
                do {
                    try self.init(attributesOf: stored, by: operations.filter { !$0.concernsMembers }, in: layout)
                } catch {
                    // Only the whole list counts the operations as the client does.
                    _ = try modification.applied(to: stored.whole.attributes, of: layout.type)
                    throw error
                }
                members = MemberDelta(steps, on: stored.members)
            } else {
                try self.init(wholeOf: stored, by: modification, in: layout)
            }
        case .replace where layout.hasPlainMembers:
            // Members are not read-only, so a replacement does not depend on those that there are.
            let new = try modification.applied(to: stored.attributes.attributes, of: layout.type)
            self.init(to: new, of: stored, in: layout)
        default:
            try self.init(wholeOf: stored, by: modification, in: layout)
        }
    }

    private init(
        attributesOf stored: StoredResource, by operations: [PatchOperation], in layout: TypeLayout
    ) throws(SCIMError) {
        guard !operations.isEmpty else { return }
        let old = stored.attributes.attributes
        let new = try Modification.patch(operations).applied(to: old, of: layout.type, repairs: &repairs)
        if new != old { attributes = PackedAttributes(new, of: stored.key.type) }
    }

    private init(
        wholeOf stored: StoredResource, by modification: Modification, in layout: TypeLayout
    ) throws(SCIMError) {
        var repairs = Repairs()
        let new = try modification.applied(to: stored.whole.attributes, of: layout.type, repairs: &repairs)
        self.init(to: new, of: stored, in: layout)
        self.repairs = repairs
    }
}

extension TypeLayout {
    /// Takes the members out of attributes, for a type that keeps them apart.
    package func split(_ attributes: Attributes) -> (attributes: Attributes, members: [Member]) {
        guard let path = memberPath?.path, case .array(let values)? = attributes[path.attribute] else {
            return (attributes, [])
        }
        var rest = attributes
        rest[path.attribute] = nil
        return (rest, values.map { Member($0, at: path) })
    }
}
