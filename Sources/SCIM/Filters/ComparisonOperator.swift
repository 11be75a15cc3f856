/// The operators that compare an attribute with a value (RFC 7644 §3.4.2.2, table 3).
public enum ComparisonOperator: String, Sendable, Hashable, CaseIterable {
    /// Equal.
    case eq
    /// Not equal.
    case ne
    /// Contains.
    case co
    /// Starts with.
    case sw
    /// Ends with.
    case ew
    /// Greater than.
    case gt
    /// Greater than or equal.
    case ge
    /// Less than.
    case lt
    /// Less than or equal.
    case le
}
