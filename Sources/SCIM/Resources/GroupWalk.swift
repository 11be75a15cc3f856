/// A walk from the groups that name a resource up to those that hold these, and so on (RFC 7643 §4.1.2, `groups`).
///
/// Groups may hold one another in circles, deep and wide (RFC 7644 §3.7.1): each is met once, on one of the shortest ways.
public struct GroupWalk: Sendable {
    /// The groups in the order in which they are met: first the direct ones, then the indirect ones, nearer ones first.
    public private(set) var groups: [GroupReference]
    /// For each indirect group the place of the group that it holds, through which it is met.
    private var origins: [Int] = []

    /// Walks to the end.
    ///
    /// - Parameters:
    ///   - direct: The groups that name the resource, in the order of their creation.
    ///   - holders: The groups that have a group for a member, in the order of their creation.
    public init(from direct: [GroupReference], holders: (ResourceID) -> [GroupReference]) {
        groups = direct
        var seen: Set<ResourceID> = []
        var place = 0
        while place < groups.count {
            for holder in holders(groups[place].id) {
                // Most groups are in no other one, and then nothing has to be remembered.
                if seen.isEmpty { seen = Set(groups.map(\.id)) }
                guard seen.insert(holder.id).inserted else { continue }
                groups.append(
                    GroupReference(
                        holder.id, display: holder.display, externalID: holder.externalID, isDirect: false))
                origins.append(place)
            }
            place += 1
        }
    }

    /// The groups through which the resource is a member of one: the direct one first, the group itself last.
    ///
    /// - Returns: One of the shortest ways; empty if the resource is no member.
    public func path(to group: ResourceID) -> [GroupReference] {
        guard var place = groups.firstIndex(where: { $0.id == group }) else { return [] }
        let directCount = groups.count - origins.count
        var path = [groups[place]]
        while place >= directCount {
            place = origins[place - directCount]
            path.append(groups[place])
        }
        return path.reversed()
    }
}
