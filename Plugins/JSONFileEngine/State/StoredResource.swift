package import SCIM

/// One state of one resource, never changed once it is made: the next state takes its place.
///
/// There may be millions of them, so each takes as little memory as it can.
package final class StoredResource: Sendable {
    /// The identifier.
    package let id: String
    /// The version as the number that it is.
    package let version: Int
    /// The place of the resource in the order of creation.
    let ordinal: Int
    /// The attributes without the members, where those are kept apart.
    package let attributes: PackedAttributes
    private let type: ResourceType
    private let millisecondsOfCreation: Int64
    private let millisecondsOfChange: Int64
    private let group: Group?

    /// Puts a state together.
    ///
    /// - Parameters:
    ///   - id: The identifier; the states of one resource share one.
    ///   - put: What the resource is; its times are in whole milliseconds.
    init(_ type: ResourceType, id: String, _ put: Operation.Put, ordinal: Int, members: MemberList) {
        self.id = id
        self.type = type
        self.ordinal = ordinal
        version = put.version
        attributes = put.attributes
        millisecondsOfCreation = put.created.millisecondsSinceEpoch
        millisecondsOfChange = put.lastModified.millisecondsSinceEpoch
        group = members.isEmpty ? nil : Group(members)
    }

    /// Puts the state together that comes after another one when members have come or gone.
    init(_ old: StoredResource, _ change: Operation.MembersChange) {
        id = old.id
        type = old.type
        ordinal = old.ordinal
        version = change.version
        attributes = old.attributes
        millisecondsOfCreation = old.millisecondsOfCreation
        millisecondsOfChange = change.lastModified.millisecondsSinceEpoch
        var members = old.members
        members.apply(change.delta)
        group = members.isEmpty ? nil : Group(members)
    }

    /// The members of a resource that has any; most have none and need no memory for them.
    private final class Group: Sendable {
        package let members: MemberList

        init(_ members: MemberList) {
            self.members = members
        }
    }
}

extension StoredResource {
    /// The members, for a type that has any.
    package var members: MemberList { group?.members ?? MemberList() }

    /// Whether there are members.
    var hasMembers: Bool { group != nil }

    /// When the resource was created.
    package var created: DateTime { DateTime(millisecondsSinceEpoch: millisecondsOfCreation) }

    /// When the resource last changed.
    package var lastModified: DateTime { DateTime(millisecondsSinceEpoch: millisecondsOfChange) }

    /// Which resource this is.
    package var key: ResourceKey { ResourceKey(type, ResourceID(id)) }

    /// The resource; its attributes are without the members, where those are kept apart.
    package var resource: Resource {
        Resource(
            type: type, id: ResourceID(id), version: Version(String(version)), created: created,
            lastModified: lastModified, attributes: attributes)
    }

    /// The resource with all its members.
    package var whole: Resource {
        guard let members = group?.members, let path = type.memberPath?.path else { return resource }
        var whole = resource
        whole.attributes.append(path.attribute, .array(members.values(at: path)))
        return whole
    }

    /// The resource as an answer needs it.
    package func selected(by selection: AttributeSelection) -> Resource {
        guard let members = group?.members, let name = type.memberPath?.path.attribute, selection.includes(name) else {
            return resource
        }
        if let most = selection.maximumValues, members.count > most {
            var rest = resource
            rest.omitted.append(name)
            return rest
        }
        return whole
    }
}
