import SCIM

/// How the answer to a query is found.
enum SearchRoute {
    /// By the place of resources in the order of creation.
    case order
    /// Among the resources that an index leads to.
    case index(Candidates)
    /// By a look at every resource of the type.
    case scan

    /// Finds the shortest way.
    init(_ query: Query, in collection: ResourceCollection) {
        if let filter = query.filter {
            self = Candidates(filter, in: collection).map { .index($0) } ?? .scan
        } else if query.sort != nil {
            self = .scan
        } else {
            self = query.step == nil || collection.isChronological ? .order : .scan
        }
    }
}

extension StoreState {
    /// How much a query has to look at beyond its page: resources, and members where they are looked at, or more.
    ///
    /// - Parameter limit: Where counting may end.
    func work(_ query: Query, by route: SearchRoute, in collection: ResourceCollection, upTo limit: Int) -> Int {
        switch route {
        case .order: return 0
        case .index(let candidates):
            guard candidates.count <= limit, let rest = candidates.rest else { return candidates.count }
            let looksAtMembers =
                collection.layout.holdsMembers && rest.paths.contains(where: collection.layout.leadsToMembers)
            var work = candidates.count
            for ordinal in candidates.ordinals(in: collection) where work <= limit {
                guard let stored = collection.resources[ordinal] else { continue }
                if looksAtMembers { work += stored.members.count }
                // A large resource is as much work as several.
                work += stored.attributes.json.count >> 12
            }
            return work
        case .scan:
            var work = collection.resources.count
            let paths = (query.filter?.paths ?? []) + (query.sort.map { [$0.path] } ?? [])
            if paths.contains(where: collection.layout.leadsToMembers) { work += collection.memberCount }
            if query.looksAtGroups {
                work += collections.filter { $0.layout.type == .group }.reduce(0) { $0 + $1.memberCount }
            }
            return work
        }
    }
}
