public import SCIM

/// One change as a store made it: all of it at once, however many resources it concerns.
public struct StoreChange: Sendable {
    /// The position, which no other change of the store has.
    public var position: Int
    /// When it was made.
    public var time: DateTime
    /// Who caused it and by which request; `nil` if nobody said.
    public var provenance: Provenance?
    /// The resources that were created, changed or deleted.
    public var resources: [Entry]
    /// What the store held right before the change, to be read.
    public var before: any IdentityStore
    /// What it held right after it, to be read.
    public var after: any IdentityStore

    /// What became of one resource.
    public struct Entry: Sendable, Hashable {
        /// Which resource.
        public var key: ResourceKey
        /// The members that came, of a group.
        public var membersAdded: [ResourceID]
        /// The members that went, all of them if the group itself is gone.
        public var membersRemoved: [ResourceID]

        /// Describes what became of a resource.
        public init(key: ResourceKey, membersAdded: [ResourceID] = [], membersRemoved: [ResourceID] = []) {
            self.key = key
            self.membersAdded = membersAdded
            self.membersRemoved = membersRemoved
        }
    }

    /// Describes a change.
    public init(
        position: Int, time: DateTime, provenance: Provenance?, resources: [Entry], before: any IdentityStore,
        after: any IdentityStore
    ) {
        self.position = position
        self.time = time
        self.provenance = provenance
        self.resources = resources
        self.before = before
        self.after = after
    }
}
