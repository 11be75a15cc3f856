import SCIM

/// What a query means for one resource type.
struct ResolvedSearch {
    /// The query without its part of the results.
    var query: Query
    /// Whether the order is by an attribute that the type does not have, so that its resources stand at one end of it.
    var lacksSortValue: Bool
    /// Whether the greatest value comes first.
    var isDescending: Bool
}

extension SearchRequest {
    /// Holds the question against a resource type.
    ///
    /// An unknown name in `attributes` is passed over, and so is an unknown `sortBy`.
    ///
    /// - Parameters:
    ///   - urls: What the URLs of answers begin with, and the types that they may lead to.
    ///   - isOneOfSeveral: Whether other types are searched too, so that an attribute that this one lacks counts as having
    ///     no value (RFC 7644 §3.4.2.1).
    ///   - repairs: Notes what had to be put right.
    /// - Throws: ``SCIM/SCIMError/Code/invalidFilter``, or ``SCIM/SCIMError/Code/invalidValue`` for a bad `sortOrder`.
    func resolved(
        for type: ResourceType, urls: (base: String, types: [ResourceType]), isOneOfSeveral: Bool,
        repairs: inout Repairs
    ) throws(SCIMError) -> ResolvedSearch {
        let selection = try AttributeSelection(
            attributes: attributes, excludedAttributes: excludedAttributes, of: type, repairs: &repairs)
        var query = Query(type, selection: selection)
        if let filter {
            query.filter = try type.resolve(
                try Filter(filter, limits: isInURI ? .default : .body, repairs: &repairs),
                unknown: isOneOfSeveral ? .unassigned : .refused,
                neverReturned: isInURI ? .refused : .unassigned, repairs: &repairs
            ).comparingIDs(of: type, below: urls.base, among: urls.types)
            guard query.filter?.paths.contains(where: \.isComputed) != true else {
                throw SCIMError(
                    .invalidFilter, "'\(Schema.roleGrants.id):grants' is computed and cannot be searched for")
            }
        }
        let isDescending = try isDescending(&repairs)
        if let sortBy {
            query.sort = try type.sortOrder(by: sortBy, descending: isDescending, repairs: &repairs)
            if query.sort?.path.isComputed == true { query.sort = nil }
        }
        return ResolvedSearch(
            query: query, lacksSortValue: sortBy != nil && query.sort == nil, isDescending: isDescending)
    }

    /// Whether the greatest value comes first.
    ///
    /// - Parameter repairs: Notes what had to be put right.
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` for an unknown `sortOrder`.
    private func isDescending(_ repairs: inout Repairs) throws(SCIMError) -> Bool {
        let rule: SCIMError.Detail = "'sortOrder' must be 'ascending' or 'descending'"
        guard let sortOrder else { return false }
        let word = sortOrder.lowercased()
        guard ["ascending", "descending"].contains(word) else { throw SCIMError(.invalidValue, rule) }
        if word != sortOrder { try repairs.make(.parameterLetterCase, else: .invalidValue, rule) }
        return word == "descending"
    }
}

extension ResolvedPath {
    /// Whether what stands here is computed for answers, so that no store holds it: the roles of a user by their origins.
    fileprivate var isComputed: Bool { path.schema == .roleGrants && path.attribute == .grants }
}
