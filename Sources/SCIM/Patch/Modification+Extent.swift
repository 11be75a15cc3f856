extension Modification {
    /// About how much of a resource this looks at, in bytes: of each multi-valued attribute as often as it is compared.
    ///
    /// It is known before anything of the resource is taken apart, so that a store can choose where to carry it out.
    ///
    /// - Parameters:
    ///   - bytes: The bytes of the resource without the members.
    ///   - members: The number of its members.
    package func extent(onBytes bytes: Int, members: Int) -> Int {
        let perMember = 100
        switch self {
        case .replace(let draft):
            let values = draft.attributes.reduce(0) { $0 + ($1.value.array?.count ?? 1) }
            return bytes + (members + values) * perMember
        case .patch(let operations):
            let membersAreNamed = Modification.patch(operations.filter(\.concernsMembers)).membershipChanges != nil
            return operations.reduce(bytes) { sum, operation in
                guard operation.target.path.attribute.isMultiValued else { return sum }
                let extent = operation.concernsMembers ? membersAreNamed ? 0 : members * perMember : bytes
                return sum + extent * max(1, operation.comparisons)
            }
        }
    }
}
