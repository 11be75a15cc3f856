extension ResolvedFilter {
    /// Whether a resource meets the filter (RFC 7644 §3.4.2.2).
    ///
    /// An attribute without value meets `ne` and no other comparison; of several values one is enough. An empty text, which
    /// is kept where nothing is put right, compares like other texts and does not meet `pr`.
    public func matches(_ resource: Resource) -> Bool {
        predicate(resource)
    }

    /// Whether one value of a multi-valued attribute meets a filter over its sub-attributes.
    public func matches(element: AttributeValue) -> Bool {
        elementPredicate(element)
    }

    /// The filter made ready for many resources: what stands in it is taken apart only once.
    ///
    /// The function says of each resource the same as ``matches(_:)``.
    public var predicate: (Resource) -> Bool { predicate(counting: nil) }

    /// The same, with the work counted; results are meaningless after the meter has stopped the work.
    package func predicate(counting meter: WorkMeter?) -> (Resource) -> Bool {
        predicate(meter) { meter.counting(Resource.reader(of: $0)) }
    }

    /// The filter over sub-attributes made ready for many values.
    var elementPredicate: (AttributeValue) -> Bool { elementPredicate(nil) }

    private func elementPredicate(_ meter: WorkMeter?) -> (AttributeValue) -> Bool {
        predicate(meter) { meter.counting(AttributeValue.reader(of: $0)) }
    }

    private func predicate<Source>(
        _ meter: WorkMeter?, _ reader: (ResolvedPath) -> Reader<Source>
    ) -> (Source) -> Bool {
        switch self {
        case .any(let terms):
            let terms = terms.map { $0.predicate(meter, reader) }
            return { source in terms.contains { $0(source) } }
        case .all(let terms):
            let terms = terms.map { $0.predicate(meter, reader) }
            return { source in terms.allSatisfy { $0(source) } }
        case .not(let filter):
            let filter = filter.predicate(meter, reader)
            return { source in !filter(source) }
        case .present(let path):
            let read = reader(path)
            return { source in read(source) { $0.isPresent } }
        case .element(let path, let filter):
            let read = reader(path), filter = filter.elementPredicate(meter)
            return { source in read(source, filter) }
        case .compare(let path, let comparison, let operand):
            let read = reader(path), form = Operand.Form(path.definition)
            if let search = TextSearch(comparison, operand) {
                return { source in
                    read(source) { value in
                        guard case .string(let text)? = Operand(value, as: form) else { return false }
                        return search.isFound(in: text)
                    }
                }
            }
            return { source in
                var isAbsent = true
                let isMet = read(source) { value in
                    guard value.isComparable else { return false }
                    isAbsent = false
                    guard let own = Operand(value, as: form) else { return comparison == .ne }
                    return comparison.holds(own, operand)
                }
                return isMet || isAbsent && comparison == .ne
            }
        }
    }
}

extension ComparisonOperator {
    /// Whether the comparison of two prepared operands holds; between different types only `ne` does, and `co`, `sw` and
    /// `ew` are for ``TextSearch``.
    fileprivate func holds(_ left: ResolvedFilter.Operand, _ right: ResolvedFilter.Operand) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): ordered(left, right)
        case (.number(let left), .number(let right)): ordered(left, right)
        case (.dateTime(let left), .dateTime(let right)): ordered(left, right)
        case (.boolean(let left), .boolean(let right)): self == .eq ? left == right : self == .ne && left != right
        default: self == .ne
        }
    }

    private func ordered<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .eq: left == right
        case .ne: left != right
        case .gt: left > right
        case .ge: left >= right
        case .lt: left < right
        case .le: left <= right
        case .co, .sw, .ew: false
        }
    }
}

extension AttributeValue {
    /// Whether there is something to compare: an empty text is a value of its own (RFC 7643 §2.3.1), though none for `pr`.
    fileprivate var isComparable: Bool { isPresent || self == "" }

    /// Whether this counts as a value for `pr` (RFC 7644 §3.4.2.2): not null, not empty, not a complex value without content.
    public var isPresent: Bool {
        switch self {
        case .null: false
        case .string(let text): !text.isEmpty
        case .array(let values): values.contains(where: \.isPresent)
        case .complex(let attributes): attributes.contains { $0.value.isPresent }
        case .boolean, .number: true
        }
    }
}
