public import SCIM

/// A store whose content never changes, such as a snapshot of another store: it refuses every write.
///
/// ``IdentityStore/resource(_:selecting:)`` and ``IdentityStore/search(_:)`` are enough; the rest has defaults.
public protocol ReadOnlyStore: IdentityStore {}

extension ReadOnlyStore {
    /// Refuses.
    public func create(_ draft: Draft) throws -> Resource { throw SCIMError.readOnlyStore }

    /// Refuses.
    public func update(_ resource: Resource, if precondition: Precondition) throws -> Resource {
        throw SCIMError.readOnlyStore
    }

    /// Refuses.
    public func delete(_ key: ResourceKey, if precondition: Precondition) throws { throw SCIMError.readOnlyStore }

    /// The store itself, which stays as it is.
    public func snapshot() -> (any IdentityStore)? { self }
}

extension SCIMError {
    fileprivate static let readOnlyStore = SCIMError(.internalError, "a state that has passed cannot be changed")
}
