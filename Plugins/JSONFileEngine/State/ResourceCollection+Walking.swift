package import SCIM

extension ResourceCollection {
    /// The resources among which a step of a walk through all of them finds its page, if the collection is chronological.
    ///
    /// Those that were created at one moment come together, because within it ids decide which is first.
    package func resources(around step: Query.Step, count: Int) -> [StoredResource] {
        let all = resources.count
        var range: Range<Int>
        switch step {
        case .after(let position):
            let start = position.map { number(upTo: $0.created, isIncluded: false) } ?? 0
            let behind = position.map { number(upTo: $0.created, isIncluded: true) } ?? 0
            range = start..<behind + min(count, all - behind)
        case .before(let position):
            let end = position.map { number(upTo: $0.created, isIncluded: true) } ?? all
            let start = position.map { number(upTo: $0.created, isIncluded: false) } ?? all
            range = start - min(count, start)..<end
        }
        if let first = created(at: range.lowerBound) {
            range = min(range.lowerBound, number(upTo: first, isIncluded: false))..<range.upperBound
        }
        if let last = created(at: range.upperBound - 1) {
            range = range.lowerBound..<max(range.upperBound, number(upTo: last, isIncluded: true))
        }
        return resources.window(from: range.lowerBound, count: range.count)
    }

    /// How many resources were created before a time, or at it.
    private func number(upTo time: DateTime, isIncluded: Bool) -> Int {
        var low = 0
        var high = resources.count
        while low < high {
            let middle = low + (high - low) / 2
            guard let created = created(at: middle) else { return middle }
            if created < time || isIncluded && created == time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func created(at index: Int) -> DateTime? {
        index < 0 ? nil : resources.window(from: index, count: 1).first?.created
    }
}
