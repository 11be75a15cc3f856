import Logging
import SCIM

extension ProvisioningService {
    /// Tells the operator if a group has come to hold itself, through others or at once.
    ///
    /// RFC 7644 §3.7.1 has providers take such references, and a walk through groups looks at each of them once; but hardly
    /// anybody means it: all of these groups have the same members now.
    ///
    /// - Parameter added: The members that came, with their types.
    func warnOfCircle(
        through group: ResourceKey, with added: [AttributeValue], in provenance: Provenance
    ) async {
        guard group.type == .group, added.contains(where: { $0[.type] == .string(ResourceType.group.name) }) else {
            return
        }
        // The change is made by now: that it cannot be looked at any further is no failure of it.
        guard let groups = try? await store.allGroups(of: [group.id], in: .group)[group.id],
            groups.contains(where: { $0.id == group.id })
        else { return }
        logger.warning(
            "a group is a member of itself, at once or through other groups",
            metadata: ["group": "\(group.id)", "request": "\(provenance.request)"])
    }
}

extension Modification {
    /// The members that it adds, as far as it says them.
    var membersAdded: [AttributeValue] {
        switch self {
        case .replace(let draft): draft.attributes[.members]?.values ?? []
        case .patch(let operations):
            operations.filter { $0.kind != .remove && $0.concernsMembers }.flatMap { $0.value.values }
        }
    }
}
