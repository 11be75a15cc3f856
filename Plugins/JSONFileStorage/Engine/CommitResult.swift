import SCIM

/// What a request has come to.
struct CommitResult: Sendable {
    /// The state to answer with; `nil` after a deletion.
    let stored: StoredResource?
    /// What was put right when the modification was applied.
    let repairs: Tolerances

    /// The resource that the request has led to.
    func existing() throws -> StoredResource {
        guard let stored else { throw SCIMError(.internalError, "the store has lost a resource") }
        return stored
    }
}
