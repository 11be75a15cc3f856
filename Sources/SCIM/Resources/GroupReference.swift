/// A group as its members show it (RFC 7643 §4.1.2, `groups`).
public struct GroupReference: Sendable, Hashable {
    /// The id of the group.
    public var id: ResourceID
    /// The name of the group, if it has one.
    public var display: String?
    /// The id that the client gave to the group, if it did; members do not show it.
    public var externalID: String?
    /// Whether the group itself names the member; otherwise a group does that it holds, directly or through others.
    public var isDirect: Bool

    /// Names a group.
    public init(_ id: ResourceID, display: String?, externalID: String? = nil, isDirect: Bool = true) {
        self.id = id
        self.display = display
        self.externalID = externalID
        self.isDirect = isDirect
    }

    /// Names a group that is at hand and has the member itself.
    public init(_ group: Resource) {
        self.init(
            group.id, display: group.type.displayPath.flatMap(group.text),
            externalID: group.type.externalIDPath.flatMap(group.text))
    }

    /// The value of `groups`, without `$ref`.
    public var attributes: Attributes {
        var attributes: Attributes = [.value: .string(id.text)]
        if let display { attributes.append(.display, .string(display)) }
        attributes.append(.type, isDirect ? "direct" : "indirect")
        return attributes
    }
}
