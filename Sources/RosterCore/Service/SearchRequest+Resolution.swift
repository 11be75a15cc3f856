import SCIM

/// What a query means for one resource type.
struct ResolvedSearch {
    /// The query without its part of the results.
    var query: Query
    /// Whether the order is by an attribute that the type does not have, so that its resources stand at one end of it.
    var lacksSortValue: Bool
}

extension SearchRequest {
    /// Holds the question against a resource type.
    ///
    /// An unknown name in `attributes` is passed over, and so is an unknown `sortBy`.
    ///
    /// - Parameter isOneOfSeveral: Whether other types are searched too, so that an attribute that this one lacks counts
    ///   as having no value (RFC 7644 §3.4.2.1).
    /// - Throws: ``SCIM/SCIMError/Code/invalidFilter``, or ``SCIM/SCIMError/Code/invalidValue`` for a bad `sortOrder`.
    func resolved(for type: ResourceType, isOneOfSeveral: Bool) throws(SCIMError) -> ResolvedSearch {
        let selection = try AttributeSelection(
            attributes: attributes, excludedAttributes: excludedAttributes, of: type)
        var query = Query(type, selection: selection)
        if let filter {
            let read = try Filter(filter)
            query.filter = try isOneOfSeveral ? type.resolveLeniently(read) : type.resolve(read)
        }
        query.sort = try sort(for: type)
        return ResolvedSearch(query: query, lacksSortValue: sortBy != nil && query.sort == nil)
    }

    /// Whether the greatest value comes first.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` for an unknown `sortOrder`.
    func isDescending() throws(SCIMError) -> Bool {
        switch sortOrder?.lowercased() {
        case nil, "ascending"?: return false
        case "descending"?: return true
        default: throw SCIMError(.invalidValue, "'sortOrder' must be 'ascending' or 'descending'")
        }
    }

    private func sort(for type: ResourceType) throws(SCIMError) -> SortOrder? {
        let descending = try isDescending()
        guard let sortBy, let path = type.resolve(sortBy) else { return nil }
        guard path.definition.type == .complex else { return SortOrder(by: path, descending: descending) }
        guard path.subAttribute == nil, let value = path.attribute.subAttribute(.value) else {
            throw SCIMError(
                .invalidValue, "'sortBy' names '\(sortBy.prefix(100))', which is complex: name a sub-attribute")
        }
        return SortOrder(by: ResolvedPath(schema: path.path.schema, path.attribute, value), descending: descending)
    }
}

extension ResourceType {
    /// Checks a filter of which other types may know more: an attribute that this type lacks has no value.
    fileprivate func resolveLeniently(_ filter: Filter) throws(SCIMError) -> ResolvedFilter {
        switch filter {
        case .any(let terms): return .any(try resolveLeniently(terms))
        case .all(let terms): return .all(try resolveLeniently(terms))
        case .not(let filter): return .not(try resolveLeniently(filter))
        case .present(let name), .element(let name, _):
            return resolve(name) == nil ? .any([]) : try resolve(filter)
        case .compare(let name, let comparison, let value):
            guard resolve(name) == nil else { return try resolve(filter) }
            return comparison == (value == .null ? .eq : .ne) ? .all([]) : .any([])
        }
    }

    private func resolveLeniently(_ filters: [Filter]) throws(SCIMError) -> [ResolvedFilter] {
        var resolved: [ResolvedFilter] = []
        for filter in filters { resolved.append(try resolveLeniently(filter)) }
        return resolved
    }
}
