/// A configuration file, parsed.
public struct ConfigurationDocument: Sendable {
    /// The file's text.
    public let source: ConfigurationSource
    /// The file's value.
    public let root: ConfigurationNode

    /// Puts a file's text and its value together.
    public init(source: ConfigurationSource, root: ConfigurationNode) {
        self.source = source
        self.root = root
    }

    /// The whole file as a section; an empty file is an empty section.
    ///
    /// - Parameters:
    ///   - report: Where the section and those below it put the problems they find.
    ///   - environment: What `${NAME}` and `file:` refer to.
    /// - Throws: ``ConfigurationProblem`` when the file is not a mapping.
    public func section(
        reportingTo report: ConfigurationReport, in environment: ConfigurationEnvironment
    ) throws(ConfigurationProblem) -> ConfigurationSection {
        let context = ConfigurationSection.Context(source: source, report: report, environment: environment)
        switch root.content {
        case .null: return ConfigurationSection([], at: root.mark, in: context)
        case .mapping(let entries): return ConfigurationSection(entries, at: root.mark, in: context)
        case .scalar, .sequence:
            let problem = source.problem(at: root.mark, "a configuration must be a mapping, not \(root.kind)")
            report.record(problem)
            throw problem
        }
    }
}
