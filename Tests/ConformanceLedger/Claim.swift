/// What a test, or a suite of tests, names as shown.
public struct Claim: Sendable, Equatable {
    /// The name of the suite, nil for a test outside any.
    public let suite: String?
    /// The name of the test, nil if the suite as a whole makes the claim.
    public let test: String?
    /// The ids of the requirements.
    public let requirements: [String]

    /// Makes a claim.
    public init(suite: String?, test: String?, requirements: [String]) {
        self.suite = suite
        self.test = test
        self.requirements = requirements
    }

    /// Suite and test, as a reader would look for them.
    public var name: String { [suite, test].compactMap { $0 }.joined(separator: ": ") }
}
