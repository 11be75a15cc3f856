/// The version of a resource: an opaque text that no other state of that resource has (RFC 7643 §3.1).
public struct Version: Sendable, Hashable, CustomStringConvertible {
    /// The opaque text, without quotes.
    public let text: String

    /// Wraps a version; the text may hold what an entity tag may hold (RFC 9110 §8.8.3).
    public init(_ text: String) {
        self.text = text
    }

    /// The version as a weak entity tag, as `meta.version` and the `ETag` header show it (RFC 7644 §3.14).
    public var entityTag: String { "W/\"\(text)\"" }

    /// The opaque text.
    public var description: String { text }
}
