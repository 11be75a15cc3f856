/// A group as its members show it (RFC 7643 §4.1.2, `groups`).
public struct GroupReference: Sendable, Hashable {
    /// The id of the group.
    public var id: ResourceID
    /// The name of the group, if it has one.
    public var display: String?
    /// The id that the client gave to the group, if it did; members do not show it.
    public var externalID: String?

    /// Names a group.
    public init(_ id: ResourceID, display: String?, externalID: String? = nil) {
        self.id = id
        self.display = display
        self.externalID = externalID
    }

    /// Names a group that is at hand.
    public init(_ group: Resource) {
        self.init(
            group.id, display: group[.displayName]?.string,
            externalID: group[.externalId]?.string)
    }

    /// The value of `groups`, without `$ref`.
    public var attributes: Attributes {
        var attributes: Attributes = [.value: .string(id.text)]
        if let display { attributes.append(.display, .string(display)) }
        attributes.append(.type, "direct")
        return attributes
    }
}
