package import SCIM

/// What a request has come to.
package struct CommitResult: Sendable {
    /// The state to answer with; `nil` after a deletion.
    package let stored: StoredResource?
    /// What was put right when the modification was applied.
    package let repairs: Tolerances

    /// The resource that the request has led to.
    package func existing() throws -> StoredResource {
        guard let stored else { throw SCIMError(.internalError, "the store has lost a resource") }
        return stored
    }
}
