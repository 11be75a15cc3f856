/// One thing that is wrong with a configuration file, and where.
public struct ConfigurationProblem: Error, Sendable, Hashable {
    /// What comes of a problem.
    public enum Severity: String, Sendable, Hashable {
        /// The configuration is refused.
        case error
        /// The configuration is taken, and may not do what its author means.
        case warning
    }

    /// The place that the caret points at.
    public let mark: SourceMark
    /// What is wrong, in a few words.
    public let message: String
    /// What was probably meant.
    public let suggestion: String?
    /// The line of the file at ``mark``; `nil` when there is none to show.
    public let sourceLine: String?
    /// What comes of it.
    public private(set) var severity = Severity.error

    /// Describes a problem.
    ///
    /// Where a section or a source is at hand, prefer their `problem` methods: they know the place and its line.
    public init(mark: SourceMark, message: String, suggestion: String? = nil, sourceLine: String? = nil) {
        self.mark = mark
        self.message = message
        self.suggestion = suggestion
        self.sourceLine = sourceLine
    }

    /// The same as something that is taken all the same.
    public var asWarning: ConfigurationProblem {
        var warning = self
        warning.severity = .warning
        return warning
    }
}

extension ConfigurationProblem: Comparable {
    /// Orders by place, and by message where two share one, so that a report never changes between runs.
    public static func < (left: Self, right: Self) -> Bool {
        left.mark == right.mark ? left.message < right.message : left.mark < right.mark
    }
}

extension ConfigurationProblem: CustomStringConvertible {
    /// The problem as compilers write it: place and message, the line, a caret under the column.
    public var description: String {
        var text = "\(mark): \(severity): \(message)"
        if let suggestion { text += "; did you mean \(suggestion.quotedForDisplay)?" }
        guard let sourceLine else { return text }
        let excerpt = SourceExcerpt(of: sourceLine, around: mark.column)
        return "\(text)\n\(excerpt.line)\n\(excerpt.caret)"
    }
}
