import SCIM

/// What a request comes to: the steps that carry it out, all or none, and whom to answer with.
struct CommitPlan: Sendable {
    /// The steps; none if the request changes nothing.
    var operations: [Operation]
    /// The resource to answer with; `nil` after it was deleted.
    package var key: ResourceKey?
    /// What was put right when the modification was applied.
    package var repairs = Tolerances()
}
