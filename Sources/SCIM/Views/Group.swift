/// The attributes of a group by their names (RFC 7643 §4.2): a view, which keeps what it has no name for.
public struct Group: Sendable, Hashable {
    /// All attributes.
    public var attributes: Attributes

    /// Shows attributes, such as those of a ``Resource`` or a ``Draft``.
    public init(_ attributes: Attributes) {
        self.attributes = attributes
    }

    /// Makes a group.
    public init(displayName: String, members: [ResourceID] = []) {
        attributes = [.displayName: .string(displayName)]
        self.members = members.map { MultiValue($0.text) }
    }

    /// The name of the group; `nil` only where an answer leaves it out.
    public var displayName: String? {
        get { attributes.text(.displayName) }
        set { attributes.setText(.displayName, newValue) }
    }

    /// The identifier that the client gave.
    public var externalId: String? {
        get { attributes.text(.externalId) }
        set { attributes.setText(.externalId, newValue) }
    }

    /// The members: users, and groups in this group.
    public var members: [MultiValue] {
        get { attributes.multiValues(.members) }
        set { attributes.setMultiValues(.members, newValue) }
    }

    /// The ids of the members.
    public var memberIDs: [ResourceID] { members.compactMap { $0.value.map { ResourceID($0) } } }
}
