import SCIM

extension StoreState {
    /// Answers a query (RFC 7644 §3.4.2).
    ///
    /// - Throws: Why the work had to end before it was done; never if nobody counts it.
    func page(_ query: Query, counting meter: WorkMeter? = nil) throws -> Page {
        guard let collection = collection(of: query.type) else { return Page([], totalResults: 0) }
        return try page(query, by: SearchRoute(query, in: collection), in: collection, counting: meter)
    }

    /// Answers a query.
    func page(
        _ query: Query, by route: SearchRoute, in collection: ResourceCollection, counting meter: WorkMeter?
    ) throws -> Page {
        switch route {
        case .order:
            if let step = query.step { return try page(step, of: query, in: collection) }
            let window = collection.resources.window(from: query.startIndex - 1, count: query.count)
            return Page(window.map { $0.selected(by: query.selection) }, totalResults: collection.resources.count)
        case .index(let candidates):
            let matches = matches(query, among: candidates, in: collection, counting: meter)
            return try page(query, of: matches, in: collection, counting: meter)
        case .scan:
            let matches = matches(query, in: collection, from: 0, count: collection.resources.count, counting: meter)
            return try page(query, of: matches.found, in: collection, counting: meter)
        }
    }

    /// Those of the resources found by an index that meet the filter of a query.
    func matches(
        _ query: Query, among candidates: Candidates, in collection: ResourceCollection, counting meter: WorkMeter?
    ) -> [StoredResource] {
        let found = candidates.ordinals(in: collection).compactMap { collection.resources[$0] }
        return candidates.rest.map { found.filter(test($0, of: query, counting: meter)) } ?? found
    }

    /// Those of some resources that meet the filter of a query.
    ///
    /// - Parameters:
    ///   - offset: How many resources to pass over first, in the order of creation.
    ///   - count: How many to look at.
    ///   - slice: The processor time in nanoseconds after which no more are looked at.
    /// - Returns: What was found, and how many resources were looked at.
    func matches(
        _ query: Query, in collection: ResourceCollection, from offset: Int, count: Int, counting meter: WorkMeter?,
        upTo slice: Int = .max
    ) -> (found: [StoredResource], looked: Int) {
        guard let filter = query.filter else {
            return (collection.resources.window(from: offset, count: count), count)
        }
        let isMet = test(filter, of: query, counting: meter)
        var matches: [StoredResource] = []
        var looked = 0
        collection.resources.visit(from: offset) { stored in
            if isMet(stored) { matches.append(stored) }
            looked += 1
            return looked < count && (meter?.elapsed ?? 0) < slice && meter.spend(0)
        }
        return (matches, looked)
    }

    /// Puts a page together from all resources that meet the filter, in the order of creation.
    ///
    /// - Throws: Why the work had to end before it was done.
    func page(
        _ query: Query, of matches: [StoredResource], in collection: ResourceCollection, counting meter: WorkMeter?
    ) throws -> Page {
        if query.step != nil {
            let view = view(query.sort.map { [$0.path] } ?? [], of: query, walks: false, counting: meter)
            var unfiltered = query
            unfiltered.filter = nil
            var page = try unfiltered.page(of: matches.lazy.map(view), counting: meter)
            page.resources = selected(page.resources, query.selection, from: collection)
            return page
        }
        let start = min(query.startIndex - 1, matches.count)
        let end = start + min(query.count, matches.count - start)
        var window = matches[start..<end]
        if let sort = query.sort {
            let view = view([sort.path], of: query, walks: false, counting: meter)
            let viewed = try matches.map { stored in
                try meter?.require(WorkMeter.value)
                return view(stored)
            }
            let sorted = try sort.sorted(viewed, counting: meter)
            window = sorted[start..<end].compactMap { collection[$0.id.text] }[...]
        }
        try meter?.finish()
        return Page(window.map { $0.selected(by: query.selection) }, totalResults: matches.count)
    }

    /// A page of a walk through everything in the order of creation.
    private func page(_ step: Query.Step, of query: Query, in collection: ResourceCollection) throws -> Page {
        let nearby = collection.resources(around: step, count: query.count)
        var page = try query.page(of: nearby.lazy.map(\.resource), counting: nil)
        page.resources = selected(page.resources, query.selection, from: collection)
        page.totalResults = collection.resources.count
        return page
    }

    private func selected(
        _ resources: [Resource], _ selection: AttributeSelection, from collection: ResourceCollection
    ) -> [Resource] {
        resources.compactMap { collection[$0.id.text]?.selected(by: selection) }
    }

    /// What holds resources against a filter of a query.
    private func test(
        _ filter: ResolvedFilter, of query: Query, counting meter: WorkMeter?
    ) -> (StoredResource) -> Bool {
        let view = view(filter.paths, of: query, walks: true, counting: meter)
        let isMet = filter.predicate(counting: meter)
        let members = layout(of: query.type)?.memberPath.map { [$0.path.attribute] } ?? []
        let verdict = filter.verdict(leavingOut: members + [.groups], counting: meter)
        return { stored in
            guard meter.spend(WorkMeter.value) else { return false }
            return verdict?(stored.attributes) ?? isMet(view(stored))
        }
    }

    /// How resources have to look for a filter or an order of a query over these paths.
    ///
    /// - Parameter walks: Whether groups in groups are looked at. Resources are put in order by their first group, a direct one.
    private func view(
        _ paths: [ResolvedPath], of query: Query, walks: Bool, counting meter: WorkMeter?
    ) -> (StoredResource) -> Resource {
        let withMembers = layout(of: query.type).map { paths.contains(where: $0.leadsToMembers) } ?? false
        let withGroups = query.looksAtGroups
        return { stored in
            var resource = withMembers ? stored.whole : stored.resource
            if withGroups { fillGroups(in: &resource, walks: walks, counting: meter) }
            return resource
        }
    }

    private func fillGroups(in resource: inout Resource, walks: Bool, counting meter: WorkMeter?) {
        guard resource.type.showsGroups else { return }
        let groups = walks ? allGroups(of: resource.id.text) : groups(of: resource.id.text)
        // The next resource is not looked at if this one took too long.
        _ = meter.spend(groups.count * WorkMeter.value)
        if !groups.isEmpty { resource.attributes[.groups] = .array(groups.map { .complex($0.attributes) }) }
    }
}
