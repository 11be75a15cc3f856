public import SCIM

/// Who sends a request and what they may do.
public struct Principal: Sendable, Hashable {
    /// The identifier of the credentials, which may stand in logs.
    public var id: String
    /// The name for people.
    public var name: String
    /// What they may do.
    public var scopes: Set<Scope>
    /// The user that the credentials stand for, whom `/Me` leads to (RFC 7644 §3.11); `nil` for a service.
    public var subject: ResourceID?

    /// Names a principal.
    public init(id: String, name: String, scopes: Set<Scope>, subject: ResourceID? = nil) {
        self.id = id
        self.name = name
        self.scopes = scopes
        self.subject = subject
    }

    /// Demands a right.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/forbidden`` if the principal lacks it.
    public func require(_ scope: Scope) throws(SCIMError) {
        guard scopes.contains(.all) || scopes.contains(scope) else {
            throw SCIMError(.forbidden, "the credentials lack the scope '\(own: scope)'")
        }
    }

    /// What the answer to a write may show: nothing but what is always returned, if the principal may not read the resource.
    func readable(_ selection: AttributeSelection, of key: ResourceKey) -> AttributeSelection {
        (try? requireReading(key)) == nil ? .minimum : selection
    }

    /// Demands the right to read a resource; a user may have the right to read itself alone.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/forbidden`` if the principal lacks it.
    public func requireReading(_ key: ResourceKey) throws(SCIMError) {
        if key.id == subject, key.type == .user, scopes.contains(.readSelf) { return }
        try require(.read(key.type))
    }
}
