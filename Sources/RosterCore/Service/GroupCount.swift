public import SCIM

/// Counts the groups of the resources of one answer.
///
/// Groups in groups multiply: a thousand users in ten thousand nested groups have ten million.
public struct GroupCount: Sendable {
    /// The most groups that the users of one answer may have together.
    static let maximum = 1_000_000
    /// How long groups are looked up before other requests have a turn.
    private static let pause = Duration.milliseconds(5)

    private let limit: Int?
    private var count = 0

    /// Begins to count.
    ///
    /// - Parameters:
    ///   - members: How many resources the answer has; a single one may have as many groups as it has.
    ///   - limit: The most groups of all resources together; `nil` for any number.
    public init(members: Int, atMost limit: Int?) {
        self.limit = members > 1 ? limit : nil
    }

    /// Counts the groups of one more resource.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/tooMany`` beyond the limit.
    public mutating func add(_ groups: [GroupReference]) throws {
        count += groups.count
        guard let limit, count > limit else { return }
        throw SCIMError(
            .tooMany, "the users of this page are in more than \(limit) groups together: ask for fewer users")
    }

    /// Collects the groups of several resources, with turns for other requests in between.
    ///
    /// - Parameters:
    ///   - limit: The most groups of all resources together; without one, the budget of the task is not charged either.
    ///   - groups: Looks up the groups of one resource, which takes no more than computation.
    /// - Returns: The groups of each resource that has any.
    /// - Throws: ``SCIM/SCIMError/Code/tooMany`` beyond the limit or the ``SCIM/WorkBudget`` of the task,
    ///   `CancellationError` if the client has left.
    package static func collect(
        for members: [ResourceID], atMost limit: Int?, groups: (ResourceID) -> [GroupReference]
    ) async throws -> [ResourceID: [GroupReference]] {
        var found: [ResourceID: [GroupReference]] = [:]
        found.reserveCapacity(members.count)
        var count = GroupCount(members: members.count, atMost: limit)
        var start = ContinuousClock.now, work = ThreadClock.Reading()
        for (number, member) in members.enumerated() {
            let groups = groups(member)
            if !groups.isEmpty { found[member] = groups }
            try count.add(groups)
            // A quick answer is sent although the client has closed its half of the connection, and so is a complete one.
            guard start.duration(to: .now) > pause, number < members.count - 1 else { continue }
            try Task.checkCancellation()
            if limit != nil { try WorkBudget.current?.spend(nanoseconds: work.nanoseconds ?? 0) }
            await Task.yield()
            start = .now
            work = ThreadClock.Reading()
        }
        return found
    }
}
