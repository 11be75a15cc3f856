extension ResolvedFilter {
    /// Whether a resource meets the filter (RFC 7644 §3.4.2.2).
    ///
    /// An attribute without value meets `ne` and no other comparison; of several values one is enough.
    public func matches(_ resource: Resource) -> Bool {
        matches { resource.values(at: $0) }
    }

    /// Whether one value of a multi-valued attribute meets a filter over its sub-attributes.
    public func matches(element: AttributeValue) -> Bool {
        matches { path in
            guard case .complex(let attributes) = element else { return path.path.attribute == .value ? [element] : [] }
            return attributes[path.path.attribute]?.values ?? []
        }
    }

    private func matches(_ values: (ResolvedPath) -> [AttributeValue]) -> Bool {
        switch self {
        case .any(let terms): terms.contains { $0.matches(values) }
        case .all(let terms): terms.allSatisfy { $0.matches(values) }
        case .not(let filter): !filter.matches(values)
        case .present(let path): values(path).contains(where: \.isPresent)
        case .compare(let path, let comparison, let operand):
            Self.compare(values(path), path.definition, comparison, operand)
        case .element(let path, let filter): values(path).contains { filter.matches(element: $0) }
        }
    }

    private static func compare(
        _ values: [AttributeValue], _ definition: AttributeDefinition, _ comparison: ComparisonOperator, _ operand: Operand
    ) -> Bool {
        let present = values.filter(\.isPresent)
        guard !present.isEmpty else { return comparison == .ne }
        return present.contains { value in
            guard let own = Operand(value, for: definition) else { return comparison == .ne }
            return comparison.holds(own, operand)
        }
    }
}

extension ComparisonOperator {
    /// Whether the comparison holds between two prepared operands; between different types only `ne` does.
    func holds(_ left: ResolvedFilter.Operand, _ right: ResolvedFilter.Operand) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)):
            switch self {
            case .co: right.isEmpty || left.contains(right)
            case .sw: left.hasPrefix(right)
            case .ew: left.hasSuffix(right)
            default: ordered(left, right)
            }
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
    /// Whether this counts as a value for `pr`: not null, not empty, not a complex value without content.
    var isPresent: Bool {
        switch self {
        case .null: false
        case .string(let text): !text.isEmpty
        case .array(let values): values.contains(where: \.isPresent)
        case .complex(let attributes): attributes.contains { $0.value.isPresent }
        case .boolean, .number: true
        }
    }
}

extension Resource {
    /// The values that stand at a place, those of all elements where the attribute is multi-valued.
    public func values(at path: ResolvedPath) -> [AttributeValue] {
        if path.path.schema == nil, let common = commonValues(at: path) { return common }
        let container = path.path.schema.map { attributes[$0]?.attributes ?? Attributes() } ?? attributes
        guard let value = container[path.path.attribute] else { return [] }
        guard let name = path.path.subAttribute else { return value.values }
        if case .complex(let attributes) = value { return attributes[name]?.values ?? [] }
        return value.values.flatMap { $0[name]?.values ?? [] }
    }

    private func commonValues(at path: ResolvedPath) -> [AttributeValue]? {
        switch path.path.attribute {
        case .id: return [.string(id.text)]
        case .schemas: return schemas.map { .string($0) }
        case .meta:
            let all: Attributes = [
                "resourceType": .string(type.name), "created": .string(created.description),
                "lastModified": .string(lastModified.description), "version": .string(version.entityTag),
            ]
            guard let name = path.path.subAttribute else { return [.complex(all)] }
            return all[name]?.values ?? []
        default: return nil
        }
    }
}
