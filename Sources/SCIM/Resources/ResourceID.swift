/// The identifier that the provider gave to a resource; compared exactly (RFC 7643 §3.1).
public struct ResourceID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The identifier as text.
    public let text: String

    /// Wraps an identifier.
    public init(_ text: String) {
        self.text = text
    }

    /// The identifier as text.
    public var description: String { text }

    /// Orders by the text.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
