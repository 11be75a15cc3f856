import SCIM

/// One state of one resource, never changed once it is made: the next state takes its place.
final class StoredResource: Sendable {
    /// The resource; its attributes are without the members, where those are kept apart.
    let resource: Resource
    /// The version as the number that it is.
    let version: Int
    /// The place of the resource in the order of creation.
    let ordinal: Int
    /// The members, for a type that has any.
    let members: MemberList

    /// Puts a state together.
    init(_ resource: Resource, version: Int, ordinal: Int, members: MemberList) {
        var resource = resource
        resource.render()
        self.resource = resource
        self.version = version
        self.ordinal = ordinal
        self.members = members
    }

    /// The identifier.
    var id: String { resource.id.text }

    /// The resource with all its members.
    var whole: Resource {
        guard !members.isEmpty else { return resource }
        var whole = resource
        whole.attributes.append(.members, .array(members.values))
        return whole
    }

    /// The resource as an answer needs it.
    func selected(by selection: AttributeSelection) -> Resource {
        guard !members.isEmpty, selection.includes(.members) else { return resource }
        if let most = selection.maximumValues, members.count > most {
            var rest = resource
            rest.omitted.append(.members)
            return rest
        }
        return whole
    }
}
