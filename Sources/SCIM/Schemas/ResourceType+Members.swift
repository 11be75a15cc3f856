extension ResourceType {
    /// The types as they are served together: resources of every type that shows its groups can be members of groups.
    ///
    /// What `members` says about the types of members follows from the types, so that discovery and behaviour cannot part.
    public static func together(_ types: [ResourceType]) -> [ResourceType] {
        types.map { type in
            guard type == .group, let members = type.schema.attribute(.members), members.refersToResources else {
                return type
            }
            let known = members.subAttribute(.reference)?.referenceTypes ?? []
            let all =
                known.filter { name in types.contains { $0.name == name } }
                + types.filter { $0.showsGroups && !known.contains($0.name) }.map(\.name)
            return type.changing(.members) { definition in
                for place in definition.subAttributes.indices {
                    switch definition.subAttributes[place].name {
                    case .reference: definition.subAttributes[place].referenceTypes = all
                    case .type: definition.subAttributes[place].canonicalValues = all
                    default: break
                    }
                }
            }
        }
    }
}
