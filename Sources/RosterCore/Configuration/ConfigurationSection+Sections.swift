extension ConfigurationSection {
    /// Reads a mapping that must be there.
    ///
    /// - Throws: ``ConfigurationProblem`` when the key is missing or its value is not a mapping.
    public func section(_ key: String) throws(ConfigurationProblem) -> ConfigurationSection {
        guard let section = try optionalSection(key) else { throw missing(key) }
        return section
    }

    /// Reads a mapping that may be there; `nil` when it is not.
    ///
    /// - Throws: ``ConfigurationProblem`` when the value is not a mapping.
    public func optionalSection(_ key: String) throws(ConfigurationProblem) -> ConfigurationSection? {
        guard let entry = take(key) else { return nil }
        return try section(key, in: entry.value, called: key.quotedForDisplay, at: entry.keyMark)
    }

    /// Reads a list of mappings; a list that is not there is empty.
    ///
    /// - Throws: The first ``ConfigurationProblem``; the report has those of all items.
    public func sections(_ key: String) throws(ConfigurationProblem) -> [ConfigurationSection] {
        try items(key) { item, name throws(ConfigurationProblem) in
            try section(key, in: item, called: name, at: item.mark)
        }
    }

    private func section(
        _ key: String, in node: ConfigurationNode, called name: String, at mark: SourceMark
    ) throws(ConfigurationProblem) -> ConfigurationSection {
        guard case .mapping(let entries) = node.content else {
            throw recorded(problem(at: node.mark, "\(name) must be a mapping, not \(node.kind)"))
        }
        return child(key, entries, at: mark)
    }
}
