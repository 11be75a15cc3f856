extension String {
    /// The longest run of combining marks that a text may hold (UAX #15, Stream-Safe Text Format).
    static let longestRunOfMarks = 30

    /// Whether no run of combining marks is longer than any language needs.
    ///
    /// To compare texts, or to hash them, such runs are put in order, and the time for that grows with the square of
    /// their length.
    var isStreamSafe: Bool {
        var run = 0
        for scalar in unicodeScalars {
            // No scalar below U+0300 combines.
            guard scalar.value >= 0x300, scalar.properties.canonicalCombiningClass != .notReordered else {
                run = 0
                continue
            }
            run += 1
            if run > Self.longestRunOfMarks { return false }
        }
        return true
    }
}
