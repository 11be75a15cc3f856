import Synchronization

/// Collects the problems of a configuration, so that one run names them all, and the settings that were asked for.
public final class ConfigurationReport: Sendable {
    private let recorded = Mutex<Set<ConfigurationProblem>>([])
    private let asked = Mutex<Set<String>>([])

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

    /// Every setting that a reader has asked for, whether the file has it or not, by the keys that lead to it: `server.limits.body`.
    package var settings: Set<String> { asked.withLock { $0 } }

    /// Notes that a reader has asked for a setting.
    func note(setting: String) { _ = asked.withLock { $0.insert(setting) } }

    /// Throws when there are problems, unless all are warnings.
    ///
    /// - Throws: ``ConfigurationProblems`` with all of them, warnings too.
    public func check() throws(ConfigurationProblems) { try ConfigurationProblems(problems).refuseErrors() }
}
