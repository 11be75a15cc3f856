import SCIM

extension IdentityStore {
    /// The groups of the resources of one answer, direct and indirect ones.
    ///
    /// Groups in groups multiply: a thousand users in ten thousand nested groups have ten million. So the look-ups are made for a
    /// few resources at a time, with a turn for other requests between them.
    ///
    /// - Parameter limit: The most groups of all resources together; one resource alone may have more. `nil` for an answer that
    ///   cannot be asked for in smaller parts: its work is not bounded either.
    /// - Throws: ``SCIM/SCIMError/Code/tooMany`` beyond the limit or the ``SCIM/WorkBudget`` of the task, `CancellationError` if
    ///   nobody waits for the answer.
    func groupsOfAnswer(
        _ members: [ResourceID], atMost limit: Int? = 1_000_000
    ) async throws -> [ResourceID: [GroupReference]] {
        guard members.count > 1 else { return try await allGroups(of: members, in: .group) }
        var found: [ResourceID: [GroupReference]] = [:]
        found.reserveCapacity(members.count)
        var count = 0
        var start = 0, step = 64
        while start < members.count {
            let part = Array(members[start..<min(start + step, members.count)])
            let clock = ThreadClock.Reading()
            let next = try await allGroups(of: part, in: .group)
            // A store that waits for another program takes no time of this process.
            let took = clock.nanoseconds ?? 0
            found.merge(next) { $1 }
            start += part.count
            count += next.values.reduce(0) { $0 + $1.count }
            if let limit, count > limit {
                throw SCIMError(
                    .tooMany, "the users of this page are in more than \(limit) groups together: ask for fewer users")
            }
            guard took > 5_000_000 else {
                step = min(step * 2, 256)
                continue
            }
            // What is quick is answered although the client has closed its half of the connection.
            try Task.checkCancellation()
            if limit != nil { try WorkBudget.current?.spend(nanoseconds: took) }
            // Not for one at a time: a store without an index reads all its groups for each look-up.
            step = 32
            await Task.yield()
        }
        return found
    }
}
