public import SCIM

extension ProvisioningService {
    /// Finds resources of one type (RFC 7644 §3.4.2).
    ///
    /// - Parameter repairs: Notes what had to be put right in the request.
    /// - Throws: ``SCIM/SCIMError`` for a query that makes no sense, ``SCIM/SCIMError/Code/invalidCursor`` and
    ///   ``SCIM/SCIMError/Code/expiredCursor`` among its codes.
    public func search(
        _ request: SearchRequest, of type: ResourceType, for caller: Caller, repairs: inout Repairs
    ) async throws -> SearchResult {
        try caller.principal.require(.read(type))
        let search = try request.resolved(
            for: type, urls: (caller.baseURL, types), isOneOfSeveral: false, repairs: &repairs)
        return try await bounded(for: caller.principal) { try await find(request, search, of: type, for: caller) }
    }

    private func find(
        _ request: SearchRequest, _ search: ResolvedSearch, of type: ResourceType, for caller: Caller
    ) async throws -> SearchResult {
        let view = try await store.view()
        guard request.cursor == nil else {
            return try await walk(request, through: [search], at: type.name, caller, in: view)
        }
        var query = search.query
        query.startIndex = request.firstIndex
        query.count = pageSize(request.count)
        let page = try await view.search(query)
        return SearchResult(
            resources: try await show(page.resources, of: type, selecting: query.selection, for: caller, in: view),
            totalResults: page.totalResults, startIndex: query.startIndex)
    }

    /// Finds resources of all types that the caller may read (RFC 7644 §3.4.2.1).
    ///
    /// Without an order those of one type come after those of another. An attribute that a type lacks counts as having
    /// no value.
    ///
    /// - Parameter repairs: Notes what had to be put right in the request.
    /// - Throws: ``SCIM/SCIMError`` for a query that makes no sense or if the caller may read nothing;
    ///   ``SCIM/SCIMError/Code/invalidCursor`` and ``SCIM/SCIMError/Code/expiredCursor`` are among its codes.
    public func search(
        _ request: SearchRequest, for caller: Caller, repairs: inout Repairs
    ) async throws -> SearchResult {
        var searches: [ResolvedSearch] = []
        for type in try readableTypes(for: caller) {
            searches.append(
                try request.resolved(
                    for: type, urls: (caller.baseURL, types), isOneOfSeveral: true, repairs: &repairs))
        }
        return try await bounded(for: caller.principal) { [searches] in
            try await find(request, searches, for: caller)
        }
    }

    private func find(
        _ request: SearchRequest, _ searches: [ResolvedSearch], for caller: Caller
    ) async throws -> SearchResult {
        let view = try await store.view()
        if request.cursor != nil { return try await walk(request, through: searches, at: "", caller, in: view) }
        let found =
            request.sortBy == nil
            ? try await list(request, searches, in: view) : try await sort(request, searches, in: view)
        return SearchResult(
            resources: try await show(found.resources, of: searches, for: caller, in: view),
            totalResults: found.totalResults, startIndex: request.firstIndex)
    }

    /// The types that a caller may read.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/forbidden`` if there is none.
    package func readableTypes(for caller: Caller) throws(SCIMError) -> [ResourceType] {
        let readable = types.filter { (try? caller.principal.require(.read($0))) != nil }
        guard !readable.isEmpty else {
            throw SCIMError(.forbidden, "the credentials lack the scope to read any type of resource")
        }
        return readable
    }

    /// Takes the results of one type after those of another.
    private func list(
        _ request: SearchRequest, _ searches: [ResolvedSearch], in view: any IdentityStore
    ) async throws -> SearchFindings {
        var found = SearchFindings()
        var passed = request.firstIndex - 1
        var count = pageSize(request.count)
        for (place, search) in searches.enumerated() {
            var query = search.query
            query.startIndex = passed + 1
            query.count = count
            let page = try await view.search(query)
            found.resources += page.resources.map { ($0, place) }
            found.totalResults += page.totalResults
            passed = max(0, passed - page.totalResults)
            count -= page.resources.count
        }
        return found
    }

    /// Takes the results of all types in one order.
    private func sort(
        _ request: SearchRequest, _ searches: [ResolvedSearch], in view: any IdentityStore
    ) async throws -> SearchFindings {
        let count = pageSize(request.count), passed = request.firstIndex - 1
        let (end, isBeyondCounting) = passed.addingReportingOverflow(count)
        // All that comes before the page has to be put in order, but nothing of it is shown.
        let bare = searches.map { search in
            var search = search
            search.query.selection = .minimum
            return search
        }
        var found = try await take(
            .after(nil), count: count == 0 ? 0 : isBeyondCounting ? .max : end, through: bare, in: view)
        let page = found.resources.dropFirst(passed)
        found.resources = []
        for (resource, place) in page {
            let selection = searches[place].query.selection
            if let whole = try await view.resource(resource.key, selecting: selection) {
                found.resources.append((whole, place))
            }
        }
        return found
    }

    func pageSize(_ count: Int?) -> Int {
        min(max(0, count ?? settings.defaultPageSize), settings.maximumPageSize)
    }

    func show(
        _ found: [(resource: Resource, search: Int)], of searches: [ResolvedSearch], for caller: Caller,
        in view: any IdentityStore
    ) async throws -> [Representation] {
        var shown: [IndexingIterator<[Representation]>] = []
        for (place, search) in searches.enumerated() {
            let own = found.filter { $0.search == place }.map(\.resource)
            let representations = try await show(
                own, of: search.query.type, selecting: search.query.selection, for: caller, in: view)
            shown.append(representations.makeIterator())
        }
        return found.compactMap { shown[$0.search].next() }
    }
}

extension SearchRequest {
    /// The number of the first resource that is asked for.
    fileprivate var firstIndex: Int { max(1, startIndex ?? 1) }
}
