public import SCIM

/// What one change meant for one resource.
public struct HistoryEntry: Sendable, Hashable {
    /// What became of the resource.
    public enum Event: Sendable, Hashable {
        /// It came into being.
        case created
        /// It became another.
        case changed
        /// It was taken away.
        case deleted
        /// It stayed as it was, and groups took it in or let it go.
        case regrouped
    }

    /// Another resource that plays a part.
    public struct Mention: Sendable, Hashable {
        /// The identifier.
        public var id: ResourceID
        /// The name that it had then, if that is known.
        public var name: String?

        /// Mentions a resource.
        public init(id: ResourceID, name: String?) {
            self.id = id
            self.name = name
        }
    }

    /// Other resources: their number, and the first of them.
    public struct Mentions: Sendable, Hashable {
        /// How many are named; a group may have a hundred thousand members.
        public static let most = 10
        /// The first of them.
        public var first: [Mention] = []
        /// The number of all of them.
        public var count = 0

        /// Begins with nobody.
        public init() {}

        /// Adds a resource.
        ///
        /// - Parameter name: Its name; asked for only if it is to be named.
        public mutating func add(_ id: ResourceID, name: @autoclosure () -> String?) {
            count += 1
            if first.count < Self.most { first.append(Mention(id: id, name: name())) }
        }
    }

    /// The sequence number of the change, which it shares with everything that happened at once with it.
    public var position: Int
    /// When it was made, if that is told.
    public var time: DateTime?
    /// Who caused it and by which request; `nil` if nobody said.
    public var provenance: Provenance?
    /// The name of the type of the resource.
    public var type: String
    /// The identifier of the resource.
    public var id: ResourceID
    /// What became of it.
    public var event: Event
    /// The attributes that are others than before; none for a resource that was deleted.
    public var attributes: [AttributeDifference] = []
    /// The members that came, of a group.
    public var membersAdded = Mentions()
    /// The members that went, of a group; all of them if it was deleted.
    public var membersRemoved = Mentions()
    /// The groups that took the resource in.
    public var groupsJoined = Mentions()
    /// The groups that let the resource go.
    public var groupsLeft = Mentions()

    /// Describes a change.
    public init(
        position: Int, time: DateTime?, provenance: Provenance?, type: String, id: ResourceID, event: Event
    ) {
        self.position = position
        self.time = time
        self.provenance = provenance
        self.type = type
        self.id = id
        self.event = event
    }
}
