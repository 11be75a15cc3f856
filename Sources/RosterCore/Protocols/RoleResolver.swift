/// Decides which roles a user has in the application, and says why.
///
/// The service asks when a user is written: without roles it gives the grants that are ``RoleGrant/Origin/byDefault``, and a
/// role that was pushed by type or name gets its id from the ``catalogue``. Grants from groups are for the application's
/// side; what clients read as `roles` is what was pushed or given by default, so that they can write it back.
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
