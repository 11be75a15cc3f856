/// The part of the results of a query that was asked for (RFC 7644 §3.4.2).
public struct Page: Sendable {
    /// The resources of this page.
    public var resources: [Resource]
    /// How many resources match in all.
    public var totalResults: Int
    /// Where each of the resources stands, if this is a page of a walk; the next page begins behind the last place.
    public var positions: [Query.Position]

    /// Puts a page together; one of a walk has as many positions as resources.
    public init(_ resources: [Resource], totalResults: Int, positions: [Query.Position] = []) {
        self.resources = resources
        self.totalResults = totalResults
        self.positions = positions
    }
}
