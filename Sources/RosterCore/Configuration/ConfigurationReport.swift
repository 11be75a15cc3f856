import Synchronization

/// Collects the problems of a configuration, so that one run names them all.
public final class ConfigurationReport: Sendable {
    private let recorded = Mutex<Set<ConfigurationProblem>>([])

    /// Begins without problems.
    public init() {}

    /// Adds a problem; one that is known already is not added again.
    public func record(_ problem: ConfigurationProblem) {
        _ = recorded.withLock { $0.insert(problem) }
    }

    /// The problems so far, sorted by place.
    public var problems: [ConfigurationProblem] {
        recorded.withLock { $0.sorted() }
    }

    /// Throws when there are problems, unless all are warnings.
    ///
    /// - Throws: ``ConfigurationProblems`` with all of them, warnings too.
    public func check() throws(ConfigurationProblems) { try ConfigurationProblems(problems).refuseErrors() }
}
