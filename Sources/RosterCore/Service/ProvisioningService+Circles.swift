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
        guard (try? await holdsItself(group.id)) ?? false else { return }
        logger.warning(
            "a group is a member of itself, at once or through other groups",
            metadata: ["group": "\(group.id)", "request": "\(provenance.request)"])
    }

    /// Whether a walk from a group to those that hold it comes back to it.
    ///
    /// A bulk request may make hundreds of groups that all hold each other, so the walk ends after some thousand steps, and a
    /// circle that is larger gets no warning.
    private func holdsItself(_ group: ResourceID) async throws -> Bool {
        var known: Set<ResourceID> = [group]
        var next = [group]
        var steps = 0
        while !next.isEmpty, steps < 1_000 {
            let part = Array(next.prefix(16))
            next.removeFirst(part.count)
            let holders = try await store.groups(of: part, in: .group).values.joined().map(\.id)
            if holders.contains(group) { return true }
            steps += holders.count
            next += holders.filter { known.insert($0).inserted }
        }
        return false
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
