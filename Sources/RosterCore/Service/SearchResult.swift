public import SCIM

/// A page of results as a client sees it (RFC 7644 §3.4.2, RFC 9865 §2).
public struct SearchResult: Sendable {
    /// The resources of the page.
    public var resources: [Representation]
    /// How many resources match in all.
    public var totalResults: Int
    /// The number of the first resource of the page, from 1; `nil` on the page of a walk, which has no numbers.
    public var startIndex: Int?
    /// Leads to the page after this one; `nil` on the last page of a walk.
    public var nextCursor: String?
    /// Leads to the page before this one; `nil` on the first page of a walk.
    public var previousCursor: String?
}
