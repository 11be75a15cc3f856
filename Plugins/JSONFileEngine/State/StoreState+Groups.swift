import RosterCore
package import SCIM

extension StoreState {
    /// The groups that name a resource as a member, in the order of their creation.
    package func groups(of id: String) -> [GroupReference] {
        // Other types may have members, but what a resource shows as its groups are groups.
        guard let place = place(of: .group) else { return [] }
        return collections[place].holders(of: id).map { GroupReference($0.resource) }
    }

    /// The groups that a resource is a member of, directly and through others.
    package func allGroups(of id: String) -> [GroupReference] {
        GroupWalk(from: groups(of: id)) { groups(of: $0.text) }.groups
    }

    /// The groups that name resources as members, for those that are in any.
    package func groups(of members: [ResourceID]) -> [ResourceID: [GroupReference]] {
        var found: [ResourceID: [GroupReference]] = [:]
        found.reserveCapacity(members.count)
        for member in members {
            let groups = groups(of: member.text)
            if !groups.isEmpty { found[member] = groups }
        }
        return found
    }

    /// The groups that resources are members of, directly and through others, for those that are in any.
    ///
    /// - Throws: What ``RosterCore/GroupCount`` throws.
    package func allGroups(of members: [ResourceID], atMost limit: Int?) async throws -> [ResourceID: [GroupReference]]
    {
        try await GroupCount.collect(for: members, atMost: limit) { allGroups(of: $0.text) }
    }
}
