/// What a look at bytes says of a filter: whether it is met, or `nil` if more has to be looked at.
typealias Verdict<Source> = (Source) -> Bool?

extension ResolvedFilter {
    /// Tells of packed attributes whether their resource meets the filter, so that most need not be taken apart; `nil` where that
    /// can never be told.
    ///
    /// - Parameters:
    ///   - others: Attributes of the base schema that are kept elsewhere.
    ///   - meter: Counts the work; results are meaningless after it has stopped the work.
    package func verdict(
        leavingOut others: [AttributeName], counting meter: WorkMeter? = nil
    ) -> ((PackedAttributes) -> Bool?)? {
        combined { (term: ResolvedFilter) -> Verdict<PackedAttributes>? in
            switch term {
            case .compare(let path, _, _):
                guard let screen = term.screen else { return nil }
                let part = path.path.subAttribute
                return Self.verdict(at: path, screen, others, meter) { value in
                    guard let part else { return screen.verdict(on: value.bytes) }
                    return screen.verdict(on: part, of: value)
                }
            case .element(let path, let filter):
                guard let onElement = filter.verdictOnElement else { return nil }
                return Self.verdict(at: path, filter.screen, others, meter, onElement)
            default: return nil
            }
        }
    }

    /// The verdict on one value of a multi-valued attribute, by its sub-attributes.
    private var verdictOnElement: Verdict<JSONSlice>? {
        combined { (term: ResolvedFilter) -> Verdict<JSONSlice>? in
            guard case .compare(let path, _, _) = term, let screen = term.screen else { return nil }
            let name = path.path.attribute
            return { screen.verdict(on: name, of: $0) }
        }
    }

    /// The verdict on what stands at a place, of which one value is enough.
    private static func verdict(
        at path: ResolvedPath, _ screen: TextScreen?, _ others: [AttributeName], _ meter: WorkMeter?,
        _ onValue: @escaping Verdict<JSONSlice>
    ) -> Verdict<PackedAttributes>? {
        let (schema, name) = (path.path.schema, path.path.attribute)
        if schema == nil, ([.id, .schemas, .meta] + others).contains(name) { return nil }
        return { attributes in
            attributes.withValue(of: name, in: schema) { value in
                guard let value, meter.spend(value.bytes.count), screen?.mayPass(value.bytes) ?? true else {
                    return false
                }
                guard value.isArray else { return onValue(value) }
                var verdict: Bool? = false
                value.visitElements { element in
                    guard let own = onValue(element) else {
                        verdict = nil
                        return true
                    }
                    if own { verdict = true }
                    return !own
                }
                return verdict
            }
        }
    }

    /// Joins the verdicts of the parts; `nil` if no part has one.
    private func combined<Source>(_ leaf: (ResolvedFilter) -> Verdict<Source>?) -> Verdict<Source>? {
        switch self {
        case .all(let terms): return Self.joined(terms.map { $0.combined(leaf) }, deciding: false)
        case .any(let terms): return Self.joined(terms.map { $0.combined(leaf) }, deciding: true)
        case .not(let filter):
            return filter.combined(leaf).map { verdict in { source in verdict(source).map { !$0 } } }
        case .compare, .element, .present: return leaf(self)
        }
    }

    /// Joins the verdicts of terms of which one is enough to decide.
    ///
    /// - Parameter decisive: The verdict of one term that is that of all.
    private static func joined<Source>(_ terms: [Verdict<Source>?], deciding decisive: Bool) -> Verdict<Source>? {
        let known = terms.compactMap(\.self)
        if known.isEmpty { return nil }
        let isWhole = known.count == terms.count
        return { source in
            var joined: Bool? = isWhole ? !decisive : nil
            for verdict in known {
                let own = verdict(source)
                if own == decisive { return decisive }
                if own == nil { joined = nil }
            }
            return joined
        }
    }

    /// What has to stand in each value that meets this filter over its sub-attributes, if there is such a text.
    private var screen: TextScreen? {
        switch self {
        case .compare(let path, let comparison, let operand): TextScreen(path.definition, comparison, operand)
        case .all(let terms): terms.lazy.compactMap(\.screen).max { $0.length < $1.length }
        case .any, .not, .present, .element: nil
        }
    }
}
