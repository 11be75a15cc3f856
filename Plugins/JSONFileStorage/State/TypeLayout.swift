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
    /// The names of the types that members may be of.
    let memberTypes: [String]

    /// Lays out a type.
    init(_ type: ResourceType) {
        self.type = type
        let members = type.schema.attribute(.members)
        holdsMembers = members.map { $0.isMultiValued && $0.refersToResources } ?? false
        hasPlainMembers =
            holdsMembers
            && (members.map { !$0.isRequired && $0.mutability == .readWrite && $0.subAttribute(.primary) == nil }
                ?? false)
        memberTypes = holdsMembers ? members?.subAttribute(.reference)?.referenceTypes ?? [] : []
        var indexed: [IndexedAttribute] = []
        func index(_ path: ResolvedPath, isUnique: Bool = false) {
            if indexed.contains(where: { $0.path.path == path.path }) { return }
            indexed.append(IndexedAttribute(path: path, schema: type.uri(of: path), isUnique: isUnique))
        }
        for path in type.uniquePaths { index(path, isUnique: true) }
        if let externalId = CommonAttributes.definition(.externalId) { index(ResolvedPath(externalId)) }
        if let emails = type.schema.attribute("emails"), emails.isMultiValued, let value = emails.subAttribute(.value),
            value.type == .string
        {
            index(ResolvedPath(emails, value))
        }
        if holdsMembers, let name = type.schema.attribute(.displayName), !name.isMultiValued, name.type == .string {
            index(ResolvedPath(name))
        }
        self.indexed = indexed
    }

    /// How a type is kept that nobody serves: without a look at anything.
    static let unserved = TypeLayout(
        ResourceType(name: "", endpoint: "", schema: Schema(id: "", name: "", attributes: [])))

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
