import SCIM

/// A query as a client put it (RFC 7644 §3.4.2, §3.4.3).
public struct SearchRequest: Sendable, Hashable {
    /// `filter`.
    public var filter: String?
    /// `sortBy`.
    public var sortBy: String?
    /// `sortOrder`.
    public var sortOrder: String?
    /// `startIndex`.
    public var startIndex: Int?
    /// `count`.
    public var count: Int?

    /// Asks for everything.
    public init() {}

    /// Holds the question against a resource type.
    ///
    /// An unknown `sortBy` is passed over, as is an unknown name in `attributes`.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/invalidFilter``, or ``SCIM/SCIMError/Code/invalidValue`` for a bad `sortOrder`.
    func resolved(
        for type: ResourceType, selecting selection: AttributeSelection, settings: ServiceSettings
    ) throws(SCIMError) -> Query {
        var resolvedFilter: ResolvedFilter?
        if let filter { resolvedFilter = try type.resolve(Filter(filter)) }
        return Query(
            type, filter: resolvedFilter, sort: try sort(for: type), startIndex: startIndex ?? 1,
            count: min(count ?? settings.defaultPageSize, settings.maximumPageSize), selection: selection)
    }

    private func sort(for type: ResourceType) throws(SCIMError) -> SortOrder? {
        let descending: Bool
        switch sortOrder?.lowercased() {
        case nil, "ascending"?: descending = false
        case "descending"?: descending = true
        default: throw SCIMError(.invalidValue, "'sortOrder' must be 'ascending' or 'descending'")
        }
        guard let sortBy, let path = type.resolve(sortBy) else { return nil }
        guard path.definition.type == .complex else { return SortOrder(by: path, descending: descending) }
        guard path.subAttribute == nil, let value = path.attribute.subAttribute(.value) else {
            throw SCIMError(
                .invalidValue, "'sortBy' names '\(sortBy.prefix(100))', which is complex: name a sub-attribute")
        }
        return SortOrder(by: ResolvedPath(schema: path.path.schema, path.attribute, value), descending: descending)
    }
}
