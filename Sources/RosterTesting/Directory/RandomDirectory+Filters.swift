public import SCIM

extension RandomDirectory {
    /// A filter that suits a resource type and most often matches some of the resources.
    ///
    /// - Parameter resources: Where values to compare with come from; groups among them stand for the `groups` of users.
    public mutating func filter(for type: ResourceType, over resources: [Resource]) -> Filter {
        filter(for: type, over: resources, depth: 2)
    }

    private mutating func filter(for type: ResourceType, over resources: [Resource], depth: Int) -> Filter {
        switch depth > 0 ? Int.random(in: 0..<10, using: &generator) : 9 {
        case 0, 1: .any((0..<3).map { _ in filter(for: type, over: resources, depth: depth - 1) })
        case 2, 3: .all((0..<2).map { _ in filter(for: type, over: resources, depth: depth - 1) })
        case 4: .not(filter(for: type, over: resources, depth: depth - 1))
        default: condition(for: type, over: resources)
        }
    }

    private mutating func condition(for type: ResourceType, over resources: [Resource]) -> Filter {
        let all = type.comparablePaths
        let whole = all.filter { $0.subAttribute == nil && $0.attribute.hasElements }
        // There are few multi-valued attributes among many parts, so they are chosen first.
        let path = path(among: generator.happens(40) ? whole : all, of: type, over: resources)
        let values = resources.sampleValues(at: path, of: type)
        if path.subAttribute == nil, path.attribute.hasElements, generator.happens(85) {
            return .element(path.path.description, valueFilter(for: path.attribute, over: values))
        }
        return condition(path.path.description, path.definition, over: values)
    }

    /// A filter over the sub-attributes of one value, as it stands in brackets.
    private mutating func valueFilter(for attribute: AttributeDefinition, over values: [AttributeValue]) -> Filter {
        let terms = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
            let sub = pick(attribute.subAttributes.filter { $0.name != .reference })
            return condition(sub.name.text, sub, over: values.compactMap { $0[sub.name] })
        }
        let joined: Filter = terms.count == 1 ? terms[0] : generator.happens(30) ? .any(terms) : .all(terms)
        return generator.happens(20) ? .not(joined) : joined
    }

    private mutating func condition(
        _ path: String, _ definition: AttributeDefinition, over values: [AttributeValue]
    ) -> Filter {
        if definition.type == .complex || generator.happens(12) { return .present(path) }
        if generator.happens(3) { return .compare(path, pick([.eq, .ne]), .null) }
        let value = values.isEmpty ? nil : pick(values)
        switch definition.type {
        case .boolean:
            return .compare(path, pick([.eq, .ne]), .boolean(generator.happens(50)))
        case .dateTime:
            return .compare(path, pick([.eq, .ne, .gt, .ge, .lt, .le]), .string(instant(near: value?.string)))
        case .binary:
            return .compare(path, pick([.eq, .ne, .co, .sw, .ew]), value ?? "AAEC")
        case .integer, .decimal:
            return .compare(path, pick([.eq, .ne, .gt, .ge, .lt, .le]), value ?? 0)
        case .string, .reference, .complex:
            let comparison = pick(ComparisonOperator.allCases)
            return .compare(path, comparison, .string(operand(from: value?.string ?? word(), for: comparison)))
        }
    }

    private mutating func operand(from text: String, for comparison: ComparisonOperator) -> String {
        let middle = text.count / 2
        switch comparison {
        case .sw: return cased(String(text.prefix(middle)))
        case .ew: return cased(String(text.suffix(middle)))
        case .co: return cased(String(text.dropFirst(middle / 2).prefix(middle)))
        default: return cased(text)
        }
    }

    private mutating func instant(near text: String?) -> String {
        let base = text.flatMap { DateTime($0) } ?? DateTime(secondsSinceEpoch: 1_800_000_000)
        let shift = pick([-3_600_000, -1, 0, 0, 0, 1, 3_600_000])
        return DateTime(millisecondsSinceEpoch: base.millisecondsSinceEpoch + Int64(shift)).description
    }

    /// A path, most often one that a resource has a value at.
    private mutating func path(
        among paths: [ResolvedPath], of type: ResourceType, over resources: [Resource]
    ) -> ResolvedPath {
        for _ in 0..<5 {
            let path = pick(paths)
            if !resources.sampleValues(at: path, of: type).isEmpty { return path }
        }
        return pick(paths)
    }
}

extension AttributeDefinition {
    /// Whether it holds values that a filter in brackets can tell apart.
    fileprivate var hasElements: Bool { isMultiValued && type == .complex }
}

extension ResourceType {
    /// Everything that a filter may look at, but for references, which are the provider's to write.
    var comparablePaths: [ResolvedPath] {
        let common = CommonAttributes.definitions.flatMap { paths(to: $0, of: nil) }
        let own = schema.attributes.flatMap { paths(to: $0, of: nil) }
        return common + own
            + extensions.flatMap { part in
                [ResolvedPath(part.definition)] + part.schema.attributes.flatMap { paths(to: $0, of: part.name) }
            }
    }

    private func paths(to attribute: AttributeDefinition, of schema: AttributeName?) -> [ResolvedPath] {
        guard attribute.returned != .never else { return [] }
        let parts = attribute.subAttributes.filter { $0.type != .reference || $0.name == .value }
        return [ResolvedPath(schema: schema, attribute)] + parts.map { ResolvedPath(schema: schema, attribute, $0) }
    }
}

extension [Resource] {
    /// Values that resources of a type have at a place.
    func sampleValues(at path: ResolvedPath, of type: ResourceType) -> [AttributeValue] {
        guard path.path.schema == nil, path.path.attribute == .groups else {
            return filter { $0.type == type }.flatMap { $0.values(at: path) }
        }
        let groups = filter { $0.type == .group }.enumerated().map { number, group in
            var reference = GroupReference(group)
            reference.isDirect = number % 2 == 0
            return AttributeValue.complex(reference.attributes)
        }
        guard let name = path.path.subAttribute else { return groups }
        return groups.compactMap { $0[name] }
    }
}
