import SCIM

extension StoreState {
    /// Answers a query (RFC 7644 §3.4.2).
    func page(_ query: Query) -> Page {
        guard let collection = collection(of: query.type) else { return Page([], totalResults: 0) }
        return page(query, by: SearchRoute(query, in: collection), in: collection)
    }

    /// Answers a query.
    func page(_ query: Query, by route: SearchRoute, in collection: ResourceCollection) -> Page {
        switch route {
        case .order:
            if let step = query.step { return page(step, of: query, in: collection) }
            let window = collection.resources.window(from: query.startIndex - 1, count: query.count)
            return Page(window.map { $0.selected(by: query.selection) }, totalResults: collection.resources.count)
        case .index(let candidates):
            return page(query, of: matches(query, among: candidates, in: collection), in: collection)
        case .scan:
            let matches = matches(query, in: collection, from: 0, count: collection.resources.count)
            return page(query, of: matches, in: collection)
        }
    }

    /// Those of the resources found by an index that meet the filter of a query.
    func matches(
        _ query: Query, among candidates: Candidates, in collection: ResourceCollection
    ) -> [StoredResource] {
        let found = candidates.ordinals(in: collection).compactMap { collection.resources[$0] }
        return candidates.rest.map { found.filter(test($0, of: query)) } ?? found
    }

    /// Those of some resources that meet the filter of a query.
    ///
    /// - Parameters:
    ///   - offset: How many resources to pass over first, in the order of creation.
    ///   - count: How many to look at.
    func matches(
        _ query: Query, in collection: ResourceCollection, from offset: Int, count: Int
    ) -> [StoredResource] {
        guard let filter = query.filter else { return collection.resources.window(from: offset, count: count) }
        let isMet = test(filter, of: query)
        var matches: [StoredResource] = []
        var remaining = count
        collection.resources.visit(from: offset) { stored in
            if isMet(stored) { matches.append(stored) }
            remaining -= 1
            return remaining > 0
        }
        return matches
    }

    /// Puts a page together from all resources that meet the filter, in the order of creation.
    func page(_ query: Query, of matches: [StoredResource], in collection: ResourceCollection) -> Page {
        if query.step != nil {
            let view = view(query.sort.map { [$0.path] } ?? [], of: query)
            var unfiltered = query
            unfiltered.filter = nil
            var page = unfiltered.page(of: matches.lazy.map(view))
            page.resources = selected(page.resources, query.selection, from: collection)
            return page
        }
        let start = min(query.startIndex - 1, matches.count)
        let end = start + min(query.count, matches.count - start)
        var window = matches[start..<end]
        if let sort = query.sort {
            let view = view([sort.path], of: query)
            window = sort.sorted(matches.map(view))[start..<end].compactMap { collection[$0.id.text] }[...]
        }
        return Page(window.map { $0.selected(by: query.selection) }, totalResults: matches.count)
    }

    /// A page of a walk through everything in the order of creation.
    private func page(_ step: Query.Step, of query: Query, in collection: ResourceCollection) -> Page {
        let nearby = collection.resources(around: step, count: query.count)
        var page = query.page(of: nearby.lazy.map(\.resource))
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
    private func test(_ filter: ResolvedFilter, of query: Query) -> (StoredResource) -> Bool {
        let view = view(filter.paths, of: query), isMet = filter.predicate
        let members = layout(of: query.type)?.memberPath.map { [$0.path.attribute] } ?? []
        let verdict = filter.verdict(leavingOut: members + [.groups])
        return { stored in verdict?(stored.attributes) ?? isMet(view(stored)) }
    }

    /// How resources have to look for a filter or an order of a query over these paths.
    private func view(_ paths: [ResolvedPath], of query: Query) -> (StoredResource) -> Resource {
        let withMembers = layout(of: query.type).map { paths.contains(where: $0.leadsToMembers) } ?? false
        let withGroups = query.looksAtGroups
        return { stored in
            var resource = withMembers ? stored.whole : stored.resource
            if withGroups { fillGroups(in: &resource) }
            return resource
        }
    }

    private func fillGroups(in resource: inout Resource) {
        guard resource.type.showsGroups else { return }
        let groups = allGroups(of: resource.id.text)
        if !groups.isEmpty { resource.attributes[.groups] = .array(groups.map { .complex($0.attributes) }) }
    }
}
