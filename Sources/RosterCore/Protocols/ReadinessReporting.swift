/// A store that may be unable to take changes, or to do something else it was told to do, and says so; a store need not be one.
public protocol ReadinessReporting: Sendable {
    /// What an operator has to look at, such as that no change can be made at the moment or that the last backup failed, in words
    /// that anybody may read; `nil` if all is well.
    var impediment: String? { get }
}
