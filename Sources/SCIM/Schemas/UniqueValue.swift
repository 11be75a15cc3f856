/// A value that no two resources may share (RFC 7643 §7, `uniqueness`).
///
/// Two resources clash if they have equal ones, so that a store can take it for the key of an index.
public struct UniqueValue: Sendable, Hashable {
    /// Among which resources a value occurs once.
    public enum Scope: Sendable, Hashable {
        /// Those of one type: `server`.
        case type(ResourceType)
        /// Those of all types that have the schema of this URI: `global`.
        case schema(AttributeName)
    }

    /// Among which resources it occurs once.
    public let scope: Scope
    /// What the schemas call the place where it stands; in a scope of several types without the schema, which the scope names.
    public let path: AttributePath
    /// The value as text, which is the same for values that count as equal.
    public let value: String
}
