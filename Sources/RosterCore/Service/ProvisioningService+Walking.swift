import SCIM

/// Resources of several types.
struct SearchFindings {
    /// The resources, each with the place of its type among those that are searched.
    var resources: [(resource: Resource, search: Int)] = []
    /// Where each of them stands, if the order is that of a walk.
    var positions: [Query.Position] = []
    /// How many there are in all.
    var totalResults = 0
}

extension ProvisioningService {
    /// Answers a query with a cursor: one page of a walk (RFC 9865 §2).
    ///
    /// - Parameters:
    ///   - place: What tells the endpoint from others.
    ///   - view: Where the resources are.
    func walk(
        _ request: SearchRequest, through searches: [ResolvedSearch], at place: String, _ caller: Caller,
        in view: any IdentityStore
    ) async throws -> SearchResult {
        guard request.startIndex == nil else {
            throw SCIMError(.invalidValue, "'startIndex' and 'cursor' exclude one another")
        }
        let maximum = settings.maximumPageSize
        guard request.count ?? 0 <= maximum else {
            throw SCIMError(.invalidCount, "with a cursor, 'count' must be at most \(maximum), the 'maxPageSize'")
        }
        let context = request.context(at: place, for: caller.principal)
        var step = Query.Step.after(nil)
        var count = pageSize(request.count)
        if let text = request.cursor, !text.isEmpty {
            let cursor = try cursors.open(text, context: context)
            guard request.count == nil || count == cursor.count else {
                throw SCIMError(.invalidCount, "'count' must be what it was on the first page, \(cursor.count)")
            }
            (step, count) = (cursor.step, cursor.count)
        }
        // One more than asked for tells whether the walk goes on behind the page.
        var found = try await take(
            step, count: count == 0 ? 0 : min(count, .max - 1) + 1, through: searches, in: view)
        let (previous, next) = found.cut(to: count, after: step)
        func seal(_ step: Query.Step?) throws -> String? {
            try step.map {
                try cursors.issue($0, count: count, timeout: settings.cursorTimeout, context: context)
            }
        }
        return SearchResult(
            resources: try await show(found.resources, of: searches, for: caller, in: view),
            totalResults: found.totalResults, nextCursor: try seal(next), previousCursor: try seal(previous))
    }

    /// Takes a step of a walk through the results of all types at once.
    func take(
        _ step: Query.Step, count: Int, through searches: [ResolvedSearch], in view: any IdentityStore
    ) async throws -> SearchFindings {
        var found = SearchFindings()
        for (place, search) in searches.enumerated() {
            var query = search.query
            query.step = search.step(step)
            query.count = query.step == nil ? 0 : count
            let page = try await view.search(query)
            guard page.positions.count == page.resources.count else {
                throw SCIMError(.internalError, "the store does not tell where the results of a walk stand")
            }
            found.resources += page.resources.map { ($0, place) }
            found.positions += page.positions
            found.totalResults += page.totalResults
        }
        if searches.count > 1 { found.merge(descending: searches[0].isDescending) }
        switch step {
        case .after: found.keep(0..<min(count, found.resources.count))
        case .before: found.keep(max(0, found.resources.count - count)..<found.resources.count)
        }
        return found
    }
}

extension ResolvedSearch {
    /// What a step means for this type; `nil` if none of its resources are that way.
    fileprivate func step(_ step: Query.Step) -> Query.Step? {
        guard lacksSortValue, step.position?.value != nil else { return step }
        // Resources without a value come last, or first if descending: all of them lie on one side of the place.
        switch step {
        case .after: return isDescending ? nil : .after(nil)
        case .before: return isDescending ? .before(nil) : nil
        }
    }
}

extension SearchFindings {
    fileprivate mutating func merge(descending: Bool) {
        let order = positions.indices.sorted { positions[$0].precedes(positions[$1], descending: descending) }
        resources = order.map { resources[$0] }
        positions = order.map { positions[$0] }
    }

    fileprivate mutating func keep(_ range: Range<Int>) {
        resources = Array(resources[range])
        positions = Array(positions[range])
    }

    /// Takes away what was fetched beyond the page.
    ///
    /// A page may be empty because all that was on it has been deleted; then its neighbour is the end of the walk.
    ///
    /// - Returns: The steps to the pages before and after this one.
    fileprivate mutating func cut(
        to count: Int, after step: Query.Step
    ) -> (previous: Query.Step?, next: Query.Step?) {
        let isMore = resources.count > count
        switch step {
        case .after(let start):
            keep(0..<min(count, resources.count))
            guard count > 0 else { return (nil, nil) }
            return (
                start == nil ? nil : .before(positions.first), isMore ? .after(positions.last) : nil
            )
        case .before(let end):
            keep(max(0, resources.count - count)..<resources.count)
            guard count > 0 else { return (nil, nil) }
            return (isMore ? .before(positions.first) : nil, end == nil ? nil : .after(positions.last))
        }
    }
}

extension SearchRequest {
    /// All that must be the same on every page of a walk.
    fileprivate func context(at place: String, for principal: Principal) -> [UInt8] {
        var writer = CursorWriter()
        writer.write(place)
        writer.write(principal.id)
        writer.write(filter)
        writer.write(sortBy)
        writer.write(sortOrder)
        writer.write(attributes)
        writer.write(excludedAttributes)
        return writer.bytes
    }
}
