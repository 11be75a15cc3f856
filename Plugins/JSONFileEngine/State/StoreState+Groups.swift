import RosterCore
package import SCIM

extension StoreState {
    /// How long groups are looked up before other requests have a turn.
    private static let pause = Duration.milliseconds(5)

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
    /// - Parameter limit: The most groups of all members together; without one, the budget of the task is not asked either.
    /// - Throws: ``SCIM/SCIMError/Code/tooMany`` beyond the limit or the budget, `CancellationError` if nobody waits for the
    ///   answer any more.
    package func allGroups(of members: [ResourceID], atMost limit: Int?) async throws -> [ResourceID: [GroupReference]]
    {
        var found: [ResourceID: [GroupReference]] = [:]
        found.reserveCapacity(members.count)
        var count = GroupCount(members: members.count, atMost: limit)
        var start = ContinuousClock.now, work = ThreadClock.Reading()
        for member in members {
            let groups = allGroups(of: member.text)
            if !groups.isEmpty { found[member] = groups }
            try count.add(groups)
            // What is quick is answered although the client has closed its half of the connection.
            guard start.duration(to: .now) > Self.pause else { continue }
            try Task.checkCancellation()
            if limit != nil { try WorkBudget.current?.spend(nanoseconds: work.nanoseconds ?? 0) }
            await Task.yield()
            start = .now
            work = ThreadClock.Reading()
        }
        return found
    }
}
