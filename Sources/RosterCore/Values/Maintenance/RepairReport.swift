/// What can be saved of damaged data, or was.
public struct RepairReport: Sendable {
    /// Whether anything has to be done for the store to open.
    public var isNeeded = false
    /// What is damaged, lost or left out.
    public var findings: [StoreFinding] = []
    /// What is done about it, one line each.
    public var steps: [String] = []
    /// What the store holds afterwards.
    public var resources: [ResourceCount] = []
    /// The sequence number of the last change that could be read.
    public var position = 0
    /// Whether it has been done.
    public var isApplied = false

    /// Begins with nothing.
    public init() {}
}
