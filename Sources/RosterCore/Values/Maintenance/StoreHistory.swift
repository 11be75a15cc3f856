public import SCIM

/// What became of resources, as far back as the data of a store tells.
public struct StoreHistory: Sendable {
    /// One of the resources.
    public struct Subject: Sendable, Hashable {
        /// The name of its type.
        public var type: String
        /// Its identifier.
        public var id: ResourceID
        /// The names that it had, the latest at the end; of many only the latest.
        public var names: [String] = []
        /// Whether it is gone.
        public var isDeleted = false
        /// The number of its changes, whether they are among the entries or not.
        public var changes = 0

        /// Names a resource of which nothing else is known yet.
        public init(type: String, id: ResourceID) {
            self.type = type
            self.id = id
        }
    }

    /// The resources, in the order in which they were found; empty if there never was one.
    public var subjects: [Subject] = []
    /// The latest changes of all of them, in order.
    public var entries: [HistoryEntry] = []
    /// The sequence number behind which every change is told that is not lost; 0 for the beginning.
    public var earliestPosition = 0
    /// When the first change that could be read was made, if there is one and it tells.
    public var earliestTime: DateTime?
    /// The sequence numbers behind ``earliestPosition`` of which nothing can be told, in order.
    public var lost: [ClosedRange<Int>] = []

    /// What is damaged, so that changes which stood there are not told; empty if everything could be read.
    public var findings: [StoreFinding] = []

    /// Begins with nothing.
    public init() {}
}
