/// The part of the results of a query that was asked for (RFC 7644 §3.4.2).
public struct Page: Sendable {
    /// The resources of this page.
    public var resources: [Resource]
    /// How many resources match in all.
    public var totalResults: Int

    /// Puts a page together.
    public init(_ resources: [Resource], totalResults: Int) {
        self.resources = resources
        self.totalResults = totalResults
    }
}
