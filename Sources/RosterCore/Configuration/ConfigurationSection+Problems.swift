extension ConfigurationSection {
    /// A problem with the value of a key, for checks that only its reader can make.
    ///
    /// Throw it, or ``record(_:)`` it and read on.
    ///
    /// - Parameters:
    ///   - key: The key; the problem is shown at its value, or at the section when the key is not there.
    ///   - item: The index from 0 of the item that is wrong, when the value is a list.
    ///   - message: What is wrong; nothing secret.
    ///   - suggestion: What was probably meant.
    public func problem(
        for key: String, item: Int? = nil, _ message: String, suggestion: String? = nil
    ) -> ConfigurationProblem {
        let value = entry(key)?.value
        var place = value?.mark ?? mark
        if let item, case .sequence(let items) = value?.content, items.indices.contains(item) {
            place = items[item].mark
        }
        return problem(at: place, message, suggestion: suggestion)
    }

    /// A problem with a key itself, where keys are data; it is shown at the key, or at the section when the key is not there.
    public func problem(atKey key: String, _ message: String, suggestion: String? = nil) -> ConfigurationProblem {
        problem(at: entry(key)?.keyMark ?? mark, message, suggestion: suggestion)
    }

    /// A problem with the section as a whole.
    public func problem(_ message: String) -> ConfigurationProblem {
        problem(at: mark, message)
    }

    /// Reports a problem without ending the reading.
    ///
    /// A configuration with a problem that is no warning is refused in the end; what was read of it is not used.
    public func record(_ problem: ConfigurationProblem) {
        context.report.record(problem)
    }

    /// Reports what is wrong with the value of a key without ending the reading.
    ///
    /// - Parameters: As those of ``problem(for:item:_:suggestion:)``.
    public func refuse(_ key: String, item: Int? = nil, _ message: String, suggestion: String? = nil) {
        record(problem(for: key, item: item, message, suggestion: suggestion))
    }

    /// Reports what is odd about the value of a key, which is taken all the same.
    ///
    /// - Parameters: As those of ``problem(for:item:_:suggestion:)``.
    public func warn(_ key: String, _ message: String, suggestion: String? = nil) {
        record(problem(for: key, message, suggestion: suggestion).asWarning)
    }

    /// Reports a problem and gives it back, to be thrown.
    func recorded(_ problem: ConfigurationProblem) -> ConfigurationProblem {
        record(problem)
        return problem
    }

    /// A problem at a place; from `secret` on, the place's line is not shown.
    func problem(
        at mark: SourceMark, _ message: String, suggestion: String? = nil, hiding secret: SourceMark? = nil
    ) -> ConfigurationProblem {
        let problem = context.source.problem(at: mark, message, suggestion: suggestion)
        guard let secret, secret.line == mark.line, let line = problem.sourceLine else { return problem }
        let shown = String(line.unicodeScalars.prefix(secret.column - 1))
        return ConfigurationProblem(
            mark: mark, message: message, suggestion: suggestion, sourceLine: "\(shown)\(Secret(""))")
    }
}
