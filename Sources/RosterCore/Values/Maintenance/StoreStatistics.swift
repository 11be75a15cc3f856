public import SCIM

/// What the data of a store comes to, in numbers.
public struct StoreStatistics: Sendable {
    /// The resources of one type.
    public struct Kind: Sendable, Hashable {
        /// The name of the type.
        public var type: String
        /// The number of resources.
        public var count: Int
        /// Their length in bytes, as ``ResourceRecord/line``.
        public var bytes: Int

        /// States the numbers.
        public init(type: String, count: Int, bytes: Int) {
            self.type = type
            self.count = count
            self.bytes = bytes
        }
    }

    /// One file.
    public struct File: Sendable, Hashable {
        /// The name.
        public var name: String
        /// The length in bytes.
        public var bytes: Int
        /// The sequence number that it begins with, or up to which it tells everything.
        public var position: Int
        /// When the first change in it was made, if it tells.
        public var time: DateTime?

        /// Describes a file.
        public init(name: String, bytes: Int, position: Int, time: DateTime?) {
            self.name = name
            self.bytes = bytes
            self.position = position
            self.time = time
        }
    }

    /// A resource that has many members.
    public struct Group: Sendable, Hashable {
        /// The identifier.
        public var id: ResourceID
        /// The name, if it has one.
        public var name: String?
        /// The number of members.
        public var members: Int

        /// Describes a group.
        public init(id: ResourceID, name: String?, members: Int) {
            self.id = id
            self.name = name
            self.members = members
        }
    }

    /// The resources by type.
    public var kinds: [Kind] = []
    /// The files in the order of what they tell.
    public var files: [File] = []
    /// The resources with the most members, the largest first.
    public var largestGroups: [Group] = []
    /// The sequence number of the last line.
    public var position = 0
    /// When the last change was made, if that is told.
    public var time: DateTime?
    /// The sequence number behind which every change can still be read.
    public var earliestPosition = 0
    /// When the first of these was made.
    public var earliestTime: DateTime?

    /// Begins with nothing.
    public init() {}
}
