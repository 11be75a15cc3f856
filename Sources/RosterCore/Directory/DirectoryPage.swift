/// A page of what the directory lists.
public struct DirectoryPage<Entry: Sendable>: Sendable {
    /// What is on the page.
    public var entries: [Entry]
    /// How many there are in all.
    public var total: Int
    /// Leads to the page after this one; `nil` on the last page.
    public var next: String?
}
