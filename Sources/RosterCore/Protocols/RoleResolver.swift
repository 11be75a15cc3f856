/// Decides which roles a user has in the application, and says why.
public protocol RoleResolver: Sendable {
    /// The roles of one user, each with where it came from.
    func roles(of subject: RoleSubject) async throws -> [RoleGrant]

    /// The roles of several users, in the same order. The default asks for one after the other.
    func roles(of subjects: [RoleSubject]) async throws -> [[RoleGrant]]

    /// The roles that the application knows.
    var catalogue: [Role] { get async throws }
}

extension RoleResolver {
    /// Asks for one user after the other.
    public func roles(of subjects: [RoleSubject]) async throws -> [[RoleGrant]] {
        var grants: [[RoleGrant]] = []
        for subject in subjects { grants.append(try await roles(of: subject)) }
        return grants
    }
}
