public import SCIM

/// Who sends a request and what they may do.
public struct Principal: Sendable, Hashable {
    /// The identifier of the credentials, which may stand in logs.
    public var id: String
    /// The name for people.
    public var name: String
    /// What they may do.
    public var scopes: Set<Scope>

    /// Names a principal.
    public init(id: String, name: String, scopes: Set<Scope>) {
        self.id = id
        self.name = name
        self.scopes = scopes
    }

    /// Demands a right.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/forbidden`` if the principal lacks it.
    public func require(_ scope: Scope) throws(SCIMError) {
        guard scopes.contains(.all) || scopes.contains(scope) else {
            throw SCIMError(.forbidden, "the credentials lack the scope '\(scope)'")
        }
    }
}
