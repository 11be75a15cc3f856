/// A part of the work for an account, which runs on one thread.
struct Job: Sendable {
    /// The account that it works for.
    let account: String
    /// Runs for one slice; returns the rest of the work, if any.
    let work: @Sendable () -> Job?
}
