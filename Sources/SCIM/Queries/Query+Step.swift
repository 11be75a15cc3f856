extension Query {
    /// A page of a walk through all results, counted from a place instead of from a number (RFC 9865 §2).
    ///
    /// A walk that goes from the last place of each page to the page after it meets every resource that is there all
    /// the time, and whose value does not change, exactly once, whatever others write meanwhile.
    public enum Step: Sendable, Hashable {
        /// The results that come next after a place, or the first ones.
        case after(Position?)
        /// The results that come last before a place, or the last ones; they stand in the same order.
        case before(Position?)

        /// The place from which the step goes.
        public var position: Position? {
            switch self {
            case .after(let position), .before(let position): position
            }
        }
    }

    /// Answers a step of a walk from the resources that meet the filter.
    func page(_ step: Step, of matches: some Sequence<Resource>) -> Page {
        let key = sort?.key ?? { _ in nil }
        let isDescending = sort?.isDescending ?? false
        var nearest = Nearest(count: count) { left, right in
            switch step {
            case .after: left.precedes(right, descending: isDescending)
            case .before: right.precedes(left, descending: isDescending)
            }
        }
        nearest.start = step.position
        var total = 0
        for resource in matches {
            total += 1
            let place = Position(
                value: key(resource), created: resource.created, id: resource.id, type: resource.type.name)
            nearest.consider(resource, at: place)
        }
        nearest.cut()
        var found = nearest.found
        if case .before = step { found.reverse() }
        return Page(found.map(\.resource), totalResults: total, positions: found.map(\.position))
    }
}

/// Collects the resources that come first behind a start, without sorting all the others.
private struct Nearest {
    let count: Int
    let precedes: (Query.Position, Query.Position) -> Bool
    var start: Query.Position?
    var found: [(position: Query.Position, resource: Resource)] = []
    /// The last place that can still be wanted, once there are enough.
    private var end: Query.Position?

    init(count: Int, precedes: @escaping (Query.Position, Query.Position) -> Bool) {
        self.count = count
        self.precedes = precedes
    }

    mutating func consider(_ resource: Resource, at position: Query.Position) {
        guard count > 0, start.map({ precedes($0, position) }) ?? true, end.map({ precedes(position, $0) }) ?? true
        else { return }
        found.append((position, resource))
        if found.count - count > count { cut() }
    }

    mutating func cut() {
        found.sort { precedes($0.position, $1.position) }
        guard found.count >= count else { return }
        found.removeSubrange(count...)
        end = found.last?.position
    }
}
