import RosterCore

/// A failure of the host itself: one line and an exit status.
struct Failure: ExitReason {
    let exitCode: Int32
    let reason: String
}
