import SCIM

/// The few resources that may meet a filter, found by an index.
///
/// How many they are is known before anybody looks at them.
struct Candidates {
    /// Which index leads to resources.
    private enum Source {
        case id(String)
        case value(Int, String, Postings?)
        case member(Postings?)
        indirect case any([Source])
    }

    private let source: Source
    /// The number of resources, or a little more.
    package let count: Int
    /// What is left to be held against them; `nil` if nothing is.
    let rest: ResolvedFilter?

    /// Looks for a part of the filter that an index answers; `nil` if there is none.
    init?(_ filter: ResolvedFilter, in collection: ResourceCollection) {
        switch filter {
        case .all(let terms):
            var best: (position: Int, candidates: Candidates)?
            for (position, term) in terms.enumerated() {
                guard let candidates = Candidates(term, in: collection) else { continue }
                if best.map({ candidates.count < $0.candidates.count }) ?? true { best = (position, candidates) }
            }
            guard let best else { return nil }
            var rest = terms
            if let term = best.candidates.rest { rest[best.position] = term } else { rest.remove(at: best.position) }
            self.init(best.candidates.source, best.candidates.count, rest: rest.isEmpty ? nil : .all(rest))
        case .any(let terms):
            var sources: [Source] = []
            var count = 0
            for term in terms {
                guard let candidates = Candidates(term, in: collection) else { return nil }
                sources.append(candidates.source)
                count += candidates.count
            }
            self.init(.any(sources), count, rest: filter)
        case .compare(let path, .eq, .string(let operand)):
            self.init(path, equal: operand, filter, in: collection)
        case .element(let path, let condition):
            guard let (sub, operand) = condition.equalityOfValue, path.path.subAttribute == nil,
                let value = collection.layout.path(of: sub, in: path)
            else { return nil }
            self.init(value, equal: operand, filter, in: collection)
        default:
            return nil
        }
    }

    private init(_ source: Source, _ count: Int, rest: ResolvedFilter?) {
        self.source = source
        self.count = count
        self.rest = rest
    }

    private init?(
        _ path: ResolvedPath, equal operand: String, _ filter: ResolvedFilter, in collection: ResourceCollection
    ) {
        // Nothing is left to be held against resources of which the index says exactly what the comparison asks. Above
        // all it saves putting the members of groups together. Empty texts count as no value and are left to the filter.
        let isComparison = if case .compare = filter { !operand.isEmpty } else { false }
        if path.path == AttributePath(.id) {
            self.init(.id(operand), 1, rest: isComparison ? nil : filter)
        } else if path.path == collection.layout.memberPath?.path {
            let isExact = isComparison || filter.isEqualityOfValueAlone && !operand.isEmpty
            let postings = collection.postings(ofMember: operand)
            self.init(.member(postings), postings?.count ?? 0, rest: isExact ? nil : filter)
        } else if let index = collection.layout.index(for: path) {
            let isExact = isComparison && !path.attribute.isMultiValued
            let postings = collection.postings(index, of: operand)
            self.init(.value(index, operand, postings), postings?.count ?? 0, rest: isExact ? nil : filter)
        } else {
            return nil
        }
    }

    /// The resources, in the order of creation, as ordinals.
    func ordinals(in collection: ResourceCollection) -> [Int] { Self.ordinals(source, in: collection) }

    private static func ordinals(_ source: Source, in collection: ResourceCollection) -> [Int] {
        switch source {
        case .id(let id): collection.ordinal(of: id).map { [$0] } ?? []
        case .value(let index, let key, let postings): collection.ordinals(postings, index, of: key)
        case .member(let postings): postings?.ordinals ?? []
        case .any(let sources):
            sources.reduce(into: Set<Int>()) { $0.formUnion(ordinals($1, in: collection)) }.sorted()
        }
    }
}

extension ResolvedFilter {
    /// The comparison of `value` that every element which meets this condition meets.
    fileprivate var equalityOfValue: (path: ResolvedPath, operand: String)? {
        switch self {
        case .compare(let path, .eq, .string(let operand)) where path.definition.name == .value: (path, operand)
        case .all(let terms): terms.lazy.compactMap(\.equalityOfValue).first
        default: nil
        }
    }

    /// Whether this selects elements by nothing but their `value`.
    fileprivate var isEqualityOfValueAlone: Bool {
        if case .element(_, .compare) = self { true } else { false }
    }
}
