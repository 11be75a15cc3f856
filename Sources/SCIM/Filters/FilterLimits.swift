/// How much a filter may ask for; each bound is a defence against requests made to exhaust the provider.
public struct FilterLimits: Sendable, Hashable {
    /// The length of the text in bytes.
    public var bytes: Int
    /// The depth of parentheses and brackets.
    public var depth: Int
    /// The number of comparisons.
    public var comparisons: Int

    /// Sets the limits.
    public init(bytes: Int = 4_096, depth: Int = 20, comparisons: Int = 100) {
        self.bytes = bytes
        self.depth = depth
        self.comparisons = comparisons
    }

    /// The limits of a filter in a URL: 4 KiB, 20 levels, 100 comparisons.
    public static let `default` = FilterLimits()

    /// The limits of a filter in a body, whose size bounds the text: 20 levels, 100 comparisons.
    public static let body = FilterLimits(bytes: .max)
}
