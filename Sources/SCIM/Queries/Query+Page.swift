extension Query {
    /// Answers the question from resources that are at hand.
    ///
    /// A store in memory passes all it has, in the order of creation, whatever their types; a store that has found
    /// candidates by an index passes those: what does not match is left out here, so finding too many does no harm.
    /// For a step of a walk the order in which they are passed plays no part.
    ///
    /// - Parameter candidates: Resources in the order of creation. A filter on the groups of a user needs all groups
    ///   among them, unless the users have their `groups` filled in.
    /// - Throws: ``SCIMError/Code/tooMany`` if that takes more than the ``WorkBudget`` of the task allows,
    ///   `CancellationError` if the task is cancelled before it is done; never if the task has no budget.
    public func page(of candidates: some Sequence<Resource>) throws -> Page {
        try page(of: candidates, counting: .ofTask)
    }

    /// The same, with the work counted.
    package func page(of candidates: some Sequence<Resource>, counting meter: WorkMeter?) throws -> Page {
        guard looksAtGroups else { return try page(among: candidates, meter) }
        return try page(among: Self.fillingGroups(in: candidates, meter), meter)
    }

    private func page(among candidates: some Sequence<Resource>, _ meter: WorkMeter?) throws -> Page {
        let isMatch = filter?.predicate(counting: meter) ?? { _ in true }
        let matching = candidates.lazy.prefix { _ in meter.spend(WorkMeter.value) }
            .filter { $0.type == type && isMatch($0) }
        let page: Page
        if let step {
            page = self.page(step, of: matching)
        } else {
            var matches = Array(matching)
            if let sort { matches = try sort.sorted(matches, counting: meter) }
            page = Page(Array(matches.dropFirst(startIndex - 1).prefix(count)), totalResults: matches.count)
        }
        try meter?.finish()
        return page
    }

    /// Whether filter or order depends on the groups of a user, which no user holds itself.
    public var looksAtGroups: Bool {
        let paths = (filter?.paths ?? []) + (sort.map { [$0.path] } ?? [])
        return paths.contains { $0.path.schema == nil && $0.path.attribute == .groups }
    }

    private static func fillingGroups(in candidates: some Sequence<Resource>, _ meter: WorkMeter?) -> [Resource] {
        let all = Array(candidates)
        var holders: [ResourceID: [GroupReference]] = [:]
        for group in all where group.type == .group {
            let reference = GroupReference(group)
            for id in group.memberIDs where meter.spend(WorkMeter.value) {
                holders[id, default: []].append(reference)
            }
        }
        return all.map { resource in
            guard resource.type.showsGroups, let direct = holders[resource.id], meter.spend(WorkMeter.value) else {
                return resource
            }
            var filled = resource
            let groups = GroupWalk(from: direct) { holders[$0] ?? [] }.groups
            _ = meter.spend(groups.count * WorkMeter.value)
            filled.attributes[.groups] = .array(groups.map { .complex($0.attributes) })
            return filled
        }
    }
}
