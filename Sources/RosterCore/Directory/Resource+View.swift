import SCIM

extension Resource {
    /// All that a mapper may look at: the attributes with `id`, `meta` and the groups of a user.
    func viewed(_ groups: [GroupReference]) -> Attributes {
        var view = attributes
        view[.id] = .string(id.text)
        view[.meta] = [
            "resourceType": .string(type.name), "created": .string(created.description),
            "lastModified": .string(lastModified.description), "version": .string(version.entityTag),
        ]
        view[.groups] = groups.isEmpty ? nil : .array(groups.map { .complex($0.attributes) })
        return view
    }
}
