extension ConfigurationSection {
    /// Reads a value that may be there; `nil` also if it is wrong, which the report then has, so that reading goes on.
    package func value<Value: ConfigurationScalar>(_ key: String, as type: Value.Type = Value.self) -> Value? {
        (try? optional(key, as: type)) ?? nil
    }

    /// Reads a whole number within bounds; `nil` also if it is wrong, which the report then has, so that reading goes on.
    package func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = value(key, as: WholeNumber.self)?.value else { return nil }
        if range.contains(value) { return value }
        let bounds =
            range.upperBound == .max
            ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
        refuse(key, "\(key.quotedForDisplay) must be \(bounds)")
        return nil
    }

    /// Reads a value that has a default; `nil` if it is wrong, which the report then has.
    func value<Value: ConfigurationScalar>(_ key: String, default standard: Value) -> Value? {
        do throws(ConfigurationProblem) {
            return try optional(key) ?? standard
        } catch {
            return nil
        }
    }

    /// Reads a list of mappings as far as its items are mappings; the report has the others.
    package func validSections(_ key: String) -> [ConfigurationSection] {
        guard let entry = take(key) else { return [] }
        guard case .sequence(let nodes) = entry.value.content else {
            record(problem(for: key, "\(key.quotedForDisplay) must be a list, not \(entry.value.kind)"))
            return []
        }
        return nodes.enumerated().compactMap { position, node in
            guard case .mapping(let entries) = node.content else {
                let name = "item \(position + 1) of \(key.quotedForDisplay)"
                record(problem(for: key, item: position, "\(name) must be a mapping, not \(node.kind)"))
                return nil
            }
            return child(key, entries, at: node.mark)
        }
    }

    /// Whether a key has a value, read or not.
    package func has(_ key: String) -> Bool {
        entry(key).map { !$0.value.isNull } ?? false
    }

    /// Reports what is odd about the value of a key, which is taken all the same.
    package func warn(_ key: String, _ message: String, suggestion: String? = nil) {
        record(problem(for: key, message, suggestion: suggestion).asWarning)
    }

    /// Reports what is wrong with the value of a key and lets the reading go on.
    package func refuse(_ key: String, item: Int? = nil, _ message: String, suggestion: String? = nil) {
        record(problem(for: key, item: item, message, suggestion: suggestion))
    }
}
