import SCIM

extension StoreState {
    /// Answers a query (RFC 7644 §3.4.2).
    func page(_ query: Query) -> Page {
        guard let place = place(of: query.type) else { return Page([], totalResults: 0) }
        let collection = collections[place]
        if let step = query.step { return page(step, of: query, in: collection) }
        if query.filter == nil, query.sort == nil {
            let window = collection.resources.window(from: query.startIndex - 1, count: query.count)
            return Page(window.map { $0.selected(by: query.selection) }, totalResults: collection.resources.count)
        }
        let matches = matches(query, in: collection)
        let start = min(query.startIndex - 1, matches.count)
        let end = start + min(query.count, matches.count - start)
        var window = matches[start..<end]
        if let sort = query.sort {
            let view = view([sort.path], withGroups: query.looksAtGroups)
            window = sort.sorted(matches.map(view))[start..<end].compactMap { collection[$0.id.text] }[...]
        }
        return Page(window.map { $0.selected(by: query.selection) }, totalResults: matches.count)
    }

    private func page(_ step: Query.Step, of query: Query, in collection: ResourceCollection) -> Page {
        var unfiltered = query
        unfiltered.filter = nil
        if query.filter == nil, query.sort == nil, collection.isChronological {
            let nearby = collection.resources(around: step, count: query.count)
            var page = unfiltered.page(of: nearby.lazy.map(\.resource))
            page.resources = selected(page.resources, query.selection, from: collection)
            page.totalResults = collection.resources.count
            return page
        }
        let view = view(query.sort.map { [$0.path] } ?? [], withGroups: query.looksAtGroups)
        var page = unfiltered.page(of: matches(query, in: collection).lazy.map(view))
        page.resources = selected(page.resources, query.selection, from: collection)
        return page
    }

    private func selected(
        _ resources: [Resource], _ selection: AttributeSelection, from collection: ResourceCollection
    ) -> [Resource] {
        resources.compactMap { collection[$0.id.text]?.selected(by: selection) }
    }

    private func matches(_ query: Query, in collection: ResourceCollection) -> [StoredResource] {
        let candidates = query.filter.flatMap { Candidates($0, in: collection) }
        guard let filter = candidates.map(\.rest) ?? query.filter else {
            guard let candidates else { return collection.resources.window(from: 0, count: .max) }
            return candidates.ordinals.compactMap { collection.resources[$0] }
        }
        let view = view(filter.paths, withGroups: query.looksAtGroups), isMet = filter.predicate
        var matches: [StoredResource] = []
        let mayMeet = filter.sieve(leavingOut: [.members, .groups])
        func consider(_ stored: StoredResource) -> Bool {
            if mayMeet?(stored.attributes) ?? true, isMet(view(stored)) { matches.append(stored) }
            return true
        }
        if let candidates {
            for ordinal in candidates.ordinals {
                if let stored = collection.resources[ordinal] { _ = consider(stored) }
            }
        } else {
            collection.resources.visit(consider)
        }
        return matches
    }

    /// How resources have to look for a filter or an order over these paths.
    private func view(_ paths: [ResolvedPath], withGroups: Bool) -> (StoredResource) -> Resource {
        let withMembers = paths.contains { $0.path.schema == nil && $0.path.attribute == .members }
        return { stored in
            var resource = withMembers ? stored.whole : stored.resource
            if withGroups { fillGroups(in: &resource) }
            return resource
        }
    }

    private func fillGroups(in resource: inout Resource) {
        guard resource.type.showsGroups else { return }
        let groups = groups(of: resource.id.text)
        if !groups.isEmpty { resource.attributes[.groups] = .array(groups.map { .complex($0.attributes) }) }
    }
}
