/// One operation of a PATCH, held against the schemas (RFC 7644 §3.5.2).
public struct PatchOperation: Sendable, Hashable {
    /// What to do.
    public var kind: Kind
    /// Where to do it.
    public var target: PatchTarget
    /// The value to add or to put in place; for `remove` the values to take away, null alone for all.
    public var value: AttributeValue

    /// What an operation does.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Adds a value (RFC 7644 §3.5.2.1).
        case add
        /// Takes values away (RFC 7644 §3.5.2.2).
        case remove
        /// Puts a value in the place of another (RFC 7644 §3.5.2.3).
        case replace
    }

    /// Puts an operation together whose value is known to suit its target.
    public init(_ kind: Kind, _ target: PatchTarget, _ value: AttributeValue = .null) {
        self.kind = kind
        self.target = target
        self.value = value
    }
}
