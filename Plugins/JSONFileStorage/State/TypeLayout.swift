import SCIM

/// How resources of one type are kept: what is indexed, and whether they have members.
final class TypeLayout: Sendable {
    /// The type.
    let type: ResourceType
    /// The indexed attributes; `id` and the members are found by other means.
    let indexed: [IndexedAttribute]
    /// Whether resources of this type have members that are kept one by one.
    let holdsMembers: Bool
    /// Whether a change of members follows no rules beyond those of RFC 7644 §3.5.2, so that it needs no look at the
    /// members that it does not name.
    let hasPlainMembers: Bool

    /// Lays out a type.
    init(_ type: ResourceType) {
        self.type = type
        let members = type.schema.attribute(.members)
        holdsMembers = members.map { $0.isMultiValued && $0.refersToResources } ?? false
        hasPlainMembers =
            holdsMembers
            && (members.map { !$0.isRequired && $0.mutability == .readWrite && $0.subAttribute(.primary) == nil }
                ?? false)
        var indexed = type.uniqueAttributes.map { IndexedAttribute($0, isUnique: true) }
        func index(_ attribute: IndexedAttribute) {
            if !indexed.contains(where: { $0.name == attribute.name }) { indexed.append(attribute) }
        }
        index(IndexedAttribute(name: .externalId, isValueOfElements: false, foldsCase: false, isUnique: false))
        if let emails = type.schema.attribute("emails"), emails.isMultiValued, let value = emails.subAttribute(.value) {
            index(
                IndexedAttribute(
                    name: emails.name, isValueOfElements: true, foldsCase: value.comparesFolded, isUnique: false))
        }
        if holdsMembers, let name = type.schema.attribute(.displayName), !name.isMultiValued, name.type == .string {
            index(IndexedAttribute(name, isUnique: false))
        }
        self.indexed = indexed
    }

    /// The place of the index that a comparison with a path can use.
    func index(for path: ResolvedPath) -> Int? {
        guard path.path.schema == nil else { return nil }
        return indexed.firstIndex { attribute in
            attribute.name == path.path.attribute && attribute.foldsCase == path.definition.comparesFolded
                && path.path.subAttribute == (attribute.isValueOfElements ? .value : nil)
        }
    }
}

extension IndexedAttribute {
    fileprivate init(_ definition: AttributeDefinition, isUnique: Bool) {
        self.init(
            name: definition.name, isValueOfElements: false, foldsCase: definition.comparesFolded, isUnique: isUnique)
    }
}

extension AttributeDefinition {
    /// Whether letter case plays no part when values are compared, as ``SCIM/ResourceType/uniqueValues(in:)`` has it.
    var comparesFolded: Bool { type == .string && !isCaseExact }
}
