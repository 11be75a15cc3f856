public import SCIM

/// Decides which roles a user has in the application, and says why.
///
/// What clients read and write as `roles` is what was pushed or given by default, so that they can write it back: the
/// service asks for ``kept(_:)`` when roles are written, and for the grants that are ``RoleGrant/Origin/byDefault`` when a user
/// is created without any. Grants that follow from rules are the application's side: nobody keeps them, so that they are never
/// out of date.
public protocol RoleResolver: Sendable {
    /// The roles of one user, each with where it came from; a role that has several origins is there once for each.
    func roles(of subject: RoleSubject) async throws -> [RoleGrant]

    /// The roles of several users, in the same order. The default asks for one after the other.
    func roles(of subjects: [RoleSubject]) async throws -> [[RoleGrant]]

    /// What is kept of values of `roles` that a client writes: each with the id of the role that it names. A value without an
    /// id is no role and is left out.
    ///
    /// The default finds the id in the ``catalogue`` by type or display name; without a catalogue it keeps everything as it is.
    ///
    /// - Parameter pushed: Values of `roles` (RFC 7643 §4.1.2).
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` naming `roles` for a role that is refused.
    func kept(_ pushed: [AttributeValue]) async throws -> [AttributeValue]

    /// The roles that the application knows.
    var catalogue: [Role] { get async throws }

    /// Whether any role follows from rules; if so, users show their grants.
    var hasRules: Bool { get }

    /// What in the configuration does not fit what the store holds now, such as a rule for a group that is not there.
    ///
    /// The host asks once before it serves and shows the answer as warnings: what is missing may still come.
    ///
    /// - Throws: What the store throws.
    func problems(in store: any IdentityStore) async throws -> [ConfigurationProblem]
}

extension RoleResolver {
    /// Asks for one user after the other.
    public func roles(of subjects: [RoleSubject]) async throws -> [[RoleGrant]] {
        var grants: [[RoleGrant]] = []
        for subject in subjects { grants.append(try await roles(of: subject)) }
        return grants
    }

    /// Finds the ids of roles that were pushed by type or name alone.
    public func kept(_ pushed: [AttributeValue]) async throws -> [AttributeValue] {
        guard pushed.contains(where: { $0[.value] == nil }) else { return pushed }
        let catalogue = try await catalogue
        if catalogue.isEmpty { return pushed }
        return pushed.compactMap { role in
            guard case .complex(var attributes) = role, attributes[.value] == nil else { return role }
            let type = attributes[.type]?.string?.caseFolded, name = attributes[.display]?.string?.caseFolded
            let match =
                catalogue.first { type != nil && $0.type?.caseFolded == type }
                ?? catalogue.first { name != nil && $0.name.caseFolded == name }
            guard let match else { return nil }
            attributes.append(.value, .string(match.id))
            return .complex(attributes)
        }
    }

    /// No rules.
    public var hasRules: Bool { false }

    /// Nothing to say.
    public func problems(in store: any IdentityStore) async throws -> [ConfigurationProblem] { [] }
}
