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

extension ResourceType {
    /// The members that attributes of this type name, in order.
    public func memberIDs(in attributes: Attributes) -> [ResourceID] {
        guard let path = memberPath?.path else { return [] }
        return attributes.value(path.attribute, in: path.schema)?.memberIDs(at: path) ?? []
    }

    /// What is left of attributes of this type when a member is gone, as after its deletion (RFC 7644 §3.6).
    ///
    /// - Returns: The other attributes and members; `nil` if it is none of the members.
    public func attributes(_ attributes: Attributes, without member: ResourceID) -> Attributes? {
        guard let path = memberPath?.path, case .array(let members)? = attributes[path.attribute] else { return nil }
        let rest = members.filter { $0.memberID(at: path) != member }
        guard rest.count < members.count else { return nil }
        var changed = attributes
        changed[path.attribute] = rest.isEmpty ? nil : .array(rest)
        return changed
    }

    /// Where the schema has members that are resources.
    static func memberPath(of schema: Schema) -> ResolvedPath? {
        guard let members = schema.attribute(.members), members.isMultiValued, members.refersToResources,
            let value = members.subAttribute(.value)
        else { return nil }
        return ResolvedPath(members, value)
    }
}

extension Resource {
    /// The members of a group, in order.
    public var memberIDs: [ResourceID] {
        guard let path = type.memberPath?.path else { return [] }
        return value(path.attribute, in: path.schema)?.memberIDs(at: path) ?? []
    }
}

extension AttributeValue {
    fileprivate func memberIDs(at path: AttributePath) -> [ResourceID] {
        guard case .array(let members) = self else { return [] }
        return members.compactMap { $0.memberID(at: path) }
    }

    /// The id of a member: what stands in a part of it, or the member itself where a record lists nothing but ids.
    fileprivate func memberID(at path: AttributePath) -> ResourceID? {
        (path.subAttribute.map { self[$0] } ?? self)?.string.map { ResourceID($0) }
    }
}
