import SCIM

extension IdentityStore {
    /// The groups of the resources of one answer, direct and indirect ones.
    ///
    /// Groups in groups multiply: a thousand users in ten thousand nested groups have ten million.
    ///
    /// - Parameter limit: The most groups of all resources together; one resource alone may have more.
    /// - Throws: ``SCIM/SCIMError/Code/tooMany`` beyond the limit, `CancellationError` if nobody waits for the answer.
    func groupsOfAnswer(
        _ members: [ResourceID], atMost limit: Int = 1_000_000
    ) async throws -> [ResourceID: [GroupReference]] {
        var found: [ResourceID: [GroupReference]] = [:]
        var count = 0
        for start in stride(from: 0, to: members.count, by: 100) {
            // What is quick is answered although the client has closed its half of the connection.
            if start > 0 { try Task.checkCancellation() }
            let next = try await allGroups(of: Array(members[start..<min(start + 100, members.count)]), in: .group)
            count += next.values.reduce(0) { $0 + $1.count }
            guard count <= limit || members.count == 1 else {
                throw SCIMError(
                    .tooMany, "the users of this page are in more than \(limit) groups together: ask for fewer users")
            }
            if found.isEmpty { found = next } else { found.merge(next) { $1 } }
        }
        return found
    }
}
