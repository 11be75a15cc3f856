/// A modification that touches nothing but which members a group has.
///
/// A store that keeps members one by one carries it out without a look at the others.
public enum MembershipChange: Sendable, Hashable {
    /// Adds members; those that are there already stay as they are, save for sub-attributes that the new one names.
    case add([AttributeValue])
    /// Takes members away by their ids; others are not touched.
    case remove([ResourceID])
    /// Takes all members away.
    case removeAll
}

extension Modification {
    /// The steps, if this is a PATCH of nothing but members that are named by id.
    public var membershipChanges: [MembershipChange]? {
        guard case .patch(let operations) = self else { return nil }
        var steps: [MembershipChange] = []
        for operation in operations {
            guard operation.target.path.path == AttributePath(.members),
                operation.target.path.attribute.subAttribute(.value) != nil,
                let step = operation.membershipSteps
            else { return nil }
            steps += step
        }
        return steps
    }
}

extension PatchOperation {
    fileprivate var membershipSteps: [MembershipChange]? {
        switch (kind, target.filter) {
        case (.add, nil): [.add(value.values)]
        case (.replace, nil): [.removeAll, .add(value.values)]
        case (.remove, nil) where value == .null: [.removeAll]
        case (.remove, nil): [.remove(value.values.compactMap { $0[.value]?.string.map(ResourceID.init) })]
        case (.remove, let filter?): filter.ids.map { [.remove($0)] }
        default: nil
        }
    }
}

extension ResolvedFilter {
    /// The ids, if this selects nothing but the values of one or several ids.
    fileprivate var ids: [ResourceID]? {
        switch self {
        case .compare(let path, .eq, .string(let id)) where path.path == AttributePath(.value): return [ResourceID(id)]
        case .any(let terms):
            let ids = terms.compactMap(\.ids)
            return ids.count == terms.count ? ids.flatMap(\.self) : nil
        default: return nil
        }
    }
}
