/// Everything that is wrong with a configuration, in the order of the file.
public struct ConfigurationProblems: Error, Sendable, Hashable {
    /// The problems, sorted by place.
    public let problems: [ConfigurationProblem]

    /// Gathers problems and sorts them.
    public init(_ problems: some Sequence<ConfigurationProblem>) {
        self.problems = problems.sorted()
    }

    /// Throws unless all problems are warnings.
    ///
    /// - Throws: All of them.
    public func refuseErrors() throws(ConfigurationProblems) {
        if problems.contains(where: { $0.severity == .error }) { throw self }
    }
}

extension ConfigurationProblems: CustomStringConvertible {
    /// The problems as compilers write them, one below the other.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
