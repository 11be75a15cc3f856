extension ConfigurationSection {
    /// What the value of a key is, for values that may be written in several ways.
    package enum Shape: Sendable, Hashable {
        /// There is none.
        case nothing
        /// A single value; whether it stands in quotes tells `"5"` from `5`.
        case single(isQuoted: Bool)
        /// A list, and whether there is nothing in it.
        case list(isEmpty: Bool)
        /// A mapping.
        case mapping
    }

    /// What the value of a key is; looking at it does not read it.
    package func shape(of key: String) -> Shape {
        switch entry(key)?.value.content {
        case nil, .null: .nothing
        case .scalar(_, let isQuoted): .single(isQuoted: isQuoted)
        case .sequence(let items): .list(isEmpty: items.isEmpty)
        case .mapping: .mapping
        }
    }

    /// Takes a key away without reading its value, where a problem with it is reported already.
    package func passOver(_ key: String) {
        _ = take(key)
    }

    /// A problem with a key itself; it is shown at the key, or at the section when the key is not there.
    package func problem(atKey key: String, _ message: String, suggestion: String? = nil) -> ConfigurationProblem {
        problem(at: entry(key)?.keyMark ?? mark, message, suggestion: suggestion)
    }
}
