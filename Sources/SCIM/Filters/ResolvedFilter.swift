/// A filter that a resource type has checked: every path is known and every operand suits its attribute.
public indirect enum ResolvedFilter: Sendable, Hashable {
    /// At least one holds.
    case any([ResolvedFilter])
    /// Each holds.
    case all([ResolvedFilter])
    /// It does not hold.
    case not(ResolvedFilter)
    /// The attribute has a value (RFC 7644 §3.4.2.2, `pr`).
    case present(ResolvedPath)
    /// The attribute compares with an operand.
    case compare(ResolvedPath, ComparisonOperator, Operand)
    /// One value of the multi-valued attribute meets a filter whose paths start at the sub-attributes.
    case element(ResolvedPath, ResolvedFilter)

    /// What an attribute is compared with, prepared for its type.
    public enum Operand: Sendable, Hashable {
        /// Text, folded where the attribute is not case exact.
        case string(String)
        /// A number.
        case number(Number)
        /// A truth value.
        case boolean(Bool)
        /// An instant.
        case dateTime(DateTime)
    }

    /// What becomes of a comparison with an attribute that cannot be looked at.
    public enum Treatment: Sendable, Hashable {
        /// The filter is refused.
        case refused
        /// The attribute counts as one without value: `ne` holds, `eq` and `pr` do not.
        case unassigned
    }

    /// A filter that every resource meets, or none.
    static func constant(_ isMet: Bool) -> ResolvedFilter { isMet ? .all([]) : .any([]) }

    /// How many comparisons the filter makes of one value each.
    package var comparisons: Int {
        switch self {
        case .any(let terms), .all(let terms): terms.reduce(0) { $0 + $1.comparisons }
        case .not(let filter), .element(_, let filter): filter.comparisons
        case .present, .compare: 1
        }
    }

    /// All paths that the filter looks at.
    public var paths: [ResolvedPath] {
        switch self {
        case .any(let terms), .all(let terms): terms.flatMap(\.paths)
        case .not(let filter): filter.paths
        case .present(let path), .compare(let path, _, _), .element(let path, _): [path]
        }
    }
}
