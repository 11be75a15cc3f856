import SCIM

/// The few resources that may meet a filter, found by an index.
struct Candidates {
    /// The resources, in the order of creation.
    let ordinals: [Int]
    /// What is left to be held against them; `nil` if nothing is.
    let rest: ResolvedFilter?

    /// Looks for a part of the filter that an index answers; `nil` if there is none.
    init?(_ filter: ResolvedFilter, in collection: ResourceCollection) {
        switch filter {
        case .all(let terms):
            var best: (position: Int, candidates: Candidates)?
            for (position, term) in terms.enumerated() {
                guard let candidates = Candidates(term, in: collection) else { continue }
                if best.map({ candidates.ordinals.count < $0.candidates.ordinals.count }) ?? true {
                    best = (position, candidates)
                }
            }
            guard let best else { return nil }
            var rest = terms
            if let term = best.candidates.rest { rest[best.position] = term } else { rest.remove(at: best.position) }
            self.init(best.candidates.ordinals, rest: rest.isEmpty ? nil : .all(rest))
        case .any(let terms):
            var ordinals = Set<Int>()
            for term in terms {
                guard let candidates = Candidates(term, in: collection) else { return nil }
                ordinals.formUnion(candidates.ordinals)
            }
            self.init(ordinals.sorted(), rest: filter)
        case .compare(let path, .eq, .string(let operand)):
            self.init(path, equal: operand, filter, in: collection)
        case .element(let path, let condition):
            guard let (sub, operand) = condition.equalityOfValue, path.path.subAttribute == nil else { return nil }
            let value = ResolvedPath(schema: path.path.schema, path.attribute, sub.definition)
            self.init(value, equal: operand, filter, in: collection)
        default:
            return nil
        }
    }

    private init(_ ordinals: [Int], rest: ResolvedFilter?) {
        self.ordinals = ordinals
        self.rest = rest
    }

    private init?(
        _ path: ResolvedPath, equal operand: String, _ filter: ResolvedFilter, in collection: ResourceCollection
    ) {
        let (schema, name, part) = (path.path.schema, path.path.attribute, path.path.subAttribute)
        // Nothing is left to be held against resources of which the index says exactly what the comparison asks. Above
        // all it saves putting the members of groups together. Empty texts count as no value and are left to the filter.
        let isComparison = if case .compare = filter { !operand.isEmpty } else { false }
        if schema == nil, name == .id, part == nil {
            self.init(collection.ordinal(of: operand).map { [$0] } ?? [], rest: isComparison ? nil : filter)
        } else if schema == nil, name == .members, part == .value, collection.layout.holdsMembers {
            let isExact = isComparison || filter.isEqualityOfValueAlone && !operand.isEmpty
            self.init(collection.ordinals(ofMember: operand), rest: isExact ? nil : filter)
        } else if let index = collection.layout.index(for: path) {
            let isExact = isComparison && !path.attribute.isMultiValued
            self.init(collection.ordinals(index, of: operand), rest: isExact ? nil : filter)
        } else {
            return nil
        }
    }
}

extension ResolvedFilter {
    /// The comparison of `value` that every element which meets this condition meets.
    fileprivate var equalityOfValue: (path: ResolvedPath, operand: String)? {
        switch self {
        case .compare(let path, .eq, .string(let operand)) where path.path.attribute == .value: (path, operand)
        case .all(let terms): terms.lazy.compactMap(\.equalityOfValue).first
        default: nil
        }
    }

    /// Whether this selects elements by nothing but their `value`.
    fileprivate var isEqualityOfValueAlone: Bool {
        if case .element(_, .compare) = self { true } else { false }
    }
}
