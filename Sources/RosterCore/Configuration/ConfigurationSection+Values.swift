extension ConfigurationSection {
    /// Reads a value that must be there.
    ///
    /// - Throws: ``ConfigurationProblem`` when the key is missing or its value is not of this type.
    public func required<Value: ConfigurationScalar>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(ConfigurationProblem) -> Value {
        guard let value = try optional(key, as: type) else { throw missing(key) }
        return value
    }

    /// Reads a value that may be there; `nil` when it is not.
    ///
    /// - Throws: ``ConfigurationProblem`` when the value is not of this type.
    public func optional<Value: ConfigurationScalar>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(ConfigurationProblem) -> Value? {
        guard let entry = take(key, isConfidential: type.isConfidential) else { return nil }
        return try value(of: entry.value, called: key.quotedForDisplay)
    }

    /// Reads a list of texts; a list that is not there is empty.
    ///
    /// - Throws: The first ``ConfigurationProblem``; the report has those of all items.
    public func strings(_ key: String) throws(ConfigurationProblem) -> [String] {
        try values(key)
    }

    /// Reads a list of values; a list that is not there is empty.
    ///
    /// - Throws: The first ``ConfigurationProblem``; the report has those of all items.
    public func values<Value: ConfigurationScalar>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(ConfigurationProblem) -> [Value] {
        try items(key, isConfidential: type.isConfidential) { item, name throws(ConfigurationProblem) in
            try value(of: item, called: name)
        }
    }

    /// Reads a list item by item, to the end even if some are wrong.
    func items<Item>(
        _ key: String, isConfidential: Bool = false,
        read: (_ item: ConfigurationNode, _ name: String) throws(ConfigurationProblem) -> Item
    ) throws(ConfigurationProblem) -> [Item] {
        guard let entry = take(key, isConfidential: isConfidential) else { return [] }
        guard case .sequence(let nodes) = entry.value.content else {
            throw recorded(
                problem(
                    at: entry.value.mark, "\(key.quotedForDisplay) must be a list, not \(entry.value.kind)",
                    hiding: isConfidential ? entry.value.mark : nil))
        }
        var items: [Item] = []
        var first: ConfigurationProblem?
        for (index, node) in nodes.enumerated() {
            do throws(ConfigurationProblem) {
                items.append(try read(node, "item \(index + 1) of \(key.quotedForDisplay)"))
            } catch {
                first = first ?? error
            }
        }
        if let first { throw first }
        return items
    }

    private func value<Value: ConfigurationScalar>(
        of node: ConfigurationNode, called name: String
    ) throws(ConfigurationProblem) -> Value {
        let hidden = Value.isConfidential ? node.mark : nil
        guard case .scalar(let written, _) = node.content else {
            throw recorded(problem(at: node.mark, "\(name) must be a single value, not \(node.kind)", hiding: hidden))
        }
        let text: String
        do throws(VariableSubstitution.Failure) {
            text = try VariableSubstitution(variable: context.environment.variable)(written)
        } catch {
            throw recorded(problem(at: node.mark, error.message, hiding: hidden))
        }
        do throws(ConfigurationRefusal) {
            return try Value(configurationText: text)
        } catch {
            // What a variable holds may be a secret in the wrong place: the text is shown as it was written.
            let shown = Value.isConfidential ? "" : ", not \(written.quotedForDisplay)"
            throw recorded(
                problem(
                    at: node.mark, "\(name) must be \(error.expectation)\(shown)",
                    suggestion: text == written && !Value.isConfidential ? error.suggestion : nil, hiding: hidden))
        }
    }
}
