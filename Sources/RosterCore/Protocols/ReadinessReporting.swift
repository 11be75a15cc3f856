/// A store that may be unable to take changes for a while, and says so; a store need not be one.
public protocol ReadinessReporting: Sendable {
    /// Why no change can be made at the moment, in words that anybody may read; `nil` if changes can be made.
    var impediment: String? { get }
}
