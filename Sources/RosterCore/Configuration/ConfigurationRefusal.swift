/// Why a text is not a value of some type; the section adds the key and the place.
public struct ConfigurationRefusal: Error, Sendable, Hashable {
    /// What the value must be, to follow "must be", such as `a whole number`.
    public let expectation: String
    /// The text that was probably meant.
    public let suggestion: String?

    /// Says what would have been right.
    public init(_ expectation: String, suggestion: String? = nil) {
        self.expectation = expectation
        self.suggestion = suggestion
    }
}
