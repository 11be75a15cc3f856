import Testing

@testable import RosterCore

@Suite("Configuration — near misses")
struct EditDistanceTests {
    @Test(
        "slips are counted up to a limit",
        arguments: [
            ("tokns", "tokens", 1), ("prot", "port", 1), ("path", "path", 0), ("", "ab", 2), ("abc", "xyz", nil),
            ("lock-timeout", "lck_timeout", 2), ("a", "abcd", nil),
        ])
    func distance(_ source: String, _ target: String, is expected: Int?) {
        #expect(editDistance(from: source, to: target, limit: 2) == expected)
        #expect(editDistance(from: target, to: source, limit: 2) == expected)
    }

    @Test(
        "the nearest candidate wins, and short words must be nearer",
        arguments: [
            ("tokn", "token"), ("Tokens", "tokens"), ("a", nil), ("host", nil), ("stroe", "store"), ("", nil),
        ])
    func nearest(_ word: String, is expected: String?) {
        #expect(word.nearest(among: ["token", "tokens", "port", "b", "store"]) == expected)
    }
}
