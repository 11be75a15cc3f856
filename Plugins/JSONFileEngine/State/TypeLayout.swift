package import SCIM

/// How resources of one type are kept: what is indexed, and whether they have members.
package final class TypeLayout: Sendable {
    /// The type.
    package let type: ResourceType
    /// The indexed attributes; `id` and the members are found by other means.
    let indexed: [IndexedAttribute]
    /// Where resources of this type name members, which are kept one by one; `nil` if they have none.
    package let memberPath: ResolvedPath?
    /// Whether a change of members follows no rules beyond those of RFC 7644 §3.5.2, so that it needs no look at the
    /// members that it does not name.
    ///
    /// Records of an application are only ever changed as a whole.
    let hasPlainMembers: Bool
    /// The names of the types that members may be of.
    let memberTypes: [String]

    /// Lays out a type.
    package init(_ type: ResourceType) {
        self.type = type
        memberPath = type.memberPath
        let members = memberPath?.attribute
        let isInPlace = memberPath.map { $0.path == $0.name } ?? false
        hasPlainMembers =
            isInPlace
            && (members.map { !$0.isRequired && $0.mutability == .readWrite && $0.subAttribute(.primary) == nil }
                ?? false)
        memberTypes = members?.subAttribute(.reference)?.referenceTypes ?? []
        var indexed: [IndexedAttribute] = []
        func index(_ path: ResolvedPath?, isUnique: Bool = false) {
            guard let path, !indexed.contains(where: { $0.path.path == path.path }) else { return }
            indexed.append(IndexedAttribute(path: path, schema: type.uri(of: path), isUnique: isUnique))
        }
        for path in type.uniquePaths { index(path, isUnique: true) }
        index(type.locate(AttributeName.externalId.text))
        if let emails = type.locate("emails.value"), emails.attribute.isMultiValued, emails.definition.type == .string {
            index(emails)
        }
        if memberPath != nil, let name = type.locate(AttributeName.displayName.text), !name.definition.isMultiValued,
            name.definition.type == .string
        {
            index(name)
        }
        self.indexed = indexed
    }

    /// Whether resources of this type have members that are kept one by one.
    package var holdsMembers: Bool { memberPath != nil }

    /// Whether a path leads to the members, which are kept apart from the other attributes.
    func leadsToMembers(_ path: ResolvedPath) -> Bool {
        memberPath.map { $0.path.schema == path.path.schema && $0.path.attribute == path.path.attribute } ?? false
    }

    /// How a type is kept that nobody serves: without a look at anything.
    static let unserved = TypeLayout(
        ResourceType(name: "", endpoint: "", schema: Schema(id: "", name: "", attributes: [])))

    /// The path to the parts of all values of an attribute, from the path to a part of each.
    package func path(of part: ResolvedPath, in list: ResolvedPath) -> ResolvedPath? {
        let path = ResolvedPath(schema: list.name.schema, list.attribute, part.definition)
        let place = AttributePath(schema: list.path.schema, list.path.attribute, part.path.attribute)
        // Of a list in a record that holds nothing else each value is its own part.
        let alone = AttributePath(schema: list.path.schema, list.path.attribute)
        return ([memberPath] + indexed.map(\.path)).compactMap(\.self).first {
            $0.name == path.name && ($0.path == place || $0.path == alone)
        }
    }

    /// The place of the index that a comparison with a path can use.
    func index(for path: ResolvedPath) -> Int? {
        indexed.firstIndex { attribute in
            attribute.path.path == path.path
                && attribute.path.definition.foldsCase == path.definition.foldsCase
        }
    }

    /// The place of the index over the same attribute of the same schema.
    func index(ofGlobal attribute: IndexedAttribute) -> Int? {
        indexed.firstIndex {
            $0.isGlobal && $0.schema == attribute.schema && $0.path.attribute.name == attribute.path.attribute.name
                && $0.path.subAttribute?.name == attribute.path.subAttribute?.name
        }
    }
}
