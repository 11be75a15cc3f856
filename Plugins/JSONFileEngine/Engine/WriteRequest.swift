package import RosterCore
package import SCIM

/// A call on its way to the one thread that writes, with who is behind it.
package struct Submission: Sendable {
    let request: WriteRequest
    package let provenance: Provenance?
}

/// A call that changes something, on its way to the one thread that writes.
package enum WriteRequest: Sendable {
    /// ``RosterCore/IdentityStore/create(_:)``
    case create(Draft)
    /// ``RosterCore/IdentityStore/update(_:if:)``
    case update(ResourceKey, Attributes, Precondition)
    /// ``RosterCore/IdentityStore/modify(_:by:if:selecting:)``
    case modify(ResourceKey, Modification, Precondition)
    /// A change that was computed before, for the version that the precondition names.
    case change(ResourceKey, Change, Precondition)
    /// ``RosterCore/IdentityStore/delete(_:if:)``
    case delete(ResourceKey, Precondition)
}
