extension ConfigurationSection {
    /// Reads a mapping that must be there.
    ///
    /// - Throws: ``ConfigurationProblem`` when the key is missing or its value is not a mapping; it is recorded already.
    public func section(_ key: String) throws(ConfigurationProblem) -> ConfigurationSection {
        guard let section = try optionalSection(key) else { throw missing(key) }
        return section
    }

    /// Reads a mapping that may be there; `nil` when it is not.
    ///
    /// - Throws: ``ConfigurationProblem`` when the value is not a mapping; it is recorded already.
    public func optionalSection(_ key: String) throws(ConfigurationProblem) -> ConfigurationSection? {
        guard let entry = take(key) else { return nil }
        return try section(key, in: entry.value, called: key.quotedForDisplay, at: entry.keyMark)
    }

    /// Reads a list of mappings, and goes on if some items are none.
    ///
    /// - Returns: The items that are mappings, in the order of the file; none when the key is not there. A value that is no list
    ///   is recorded, and so is each item that is no mapping.
    public func sections(_ key: String) -> [ConfigurationSection] {
        let nodes = (try? items(key)) ?? []
        return nodes.enumerated().compactMap { index, node in
            try? section(key, in: node, called: "item \(index + 1) of \(key.quotedForDisplay)", at: node.mark)
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

    /// Takes a list away; `nil` when it is not there.
    func items(
        _ key: String, isConfidential: Bool = false
    ) throws(ConfigurationProblem) -> [ConfigurationNode]? {
        guard let entry = take(key, isConfidential: isConfidential) else { return nil }
        guard case .sequence(let nodes) = entry.value.content else {
            throw recorded(
                problem(
                    at: entry.value.mark, "\(key.quotedForDisplay) must be a list, not \(entry.value.kind)",
                    hiding: isConfidential ? entry.value.mark : nil))
        }
        return nodes
    }
}

extension ConfigurationSection {
    /// What the value of a key is, for values that may be written in several ways.
    public enum Shape: Sendable, Hashable {
        /// There is none: the key is not there, or there is nothing behind it.
        case nothing
        /// A single value; whether it stands in quotes tells `"5"` from `5`.
        case single(isQuoted: Bool)
        /// A list, and whether there is nothing in it.
        case list(isEmpty: Bool)
        /// A mapping.
        case mapping
    }

    /// What the value of a key is; looking at it does not read it.
    public func shape(of key: String) -> Shape {
        switch entry(key)?.value.content {
        case nil, .null: .nothing
        case .scalar(_, let isQuoted): .single(isQuoted: isQuoted)
        case .sequence(let items): .list(isEmpty: items.isEmpty)
        case .mapping: .mapping
        }
    }

    /// Whether a key has a value, read or not; looking at it does not read it.
    public func has(_ key: String) -> Bool { shape(of: key) != .nothing }

    /// Counts a key as read without looking at its value, so that it is not unknown in the end.
    ///
    /// For keys that are of no use because of a problem that is recorded already.
    public func skip(_ key: String) {
        _ = take(key)
    }
}
