extension ResolvedFilter {
    /// Puts comparisons of ids in the place of comparisons of URLs: `meta.location`, and the `$ref` of values that name
    /// other resources.
    ///
    /// Only answers hold such URLs, and what stands in them before the id depends on how the client called (RFC 7643 §2.4,
    /// §3.1). A store sees ids alone.
    ///
    /// - Parameters:
    ///   - type: The type whose resources are filtered.
    ///   - baseURL: The base URL that answers to the client begin with, without a slash at the end.
    ///   - types: The types that references may lead to.
    public func comparingIDs(
        of type: ResourceType, below baseURL: String, among types: [ResourceType]
    ) -> ResolvedFilter {
        LocationTranslation(type: type, baseURL: baseURL, types: types).translate(self, partsOf: nil)
    }

    /// The same for a filter over the parts of one value, as the path of a PATCH holds it.
    func comparingIDs(
        of type: ResourceType, partsOf attribute: AttributeDefinition, below baseURL: String,
        among types: [ResourceType]
    ) -> ResolvedFilter {
        LocationTranslation(type: type, baseURL: baseURL, types: types).translate(self, partsOf: attribute)
    }
}

extension PatchOperation {
    /// The operation with comparisons of ids in the place of comparisons of URLs, which no store holds.
    ///
    /// - Parameters:
    ///   - baseURL: The base URL that answers to the client begin with, without a slash at the end.
    ///   - types: The types that references may lead to.
    public func comparingIDs(of type: ResourceType, below baseURL: String, among types: [ResourceType])
        -> PatchOperation
    {
        guard let filter = target.filter else { return self }
        var operation = self
        operation.target.filter = filter.comparingIDs(
            of: type, partsOf: target.path.attribute, below: baseURL, among: types)
        return operation
    }
}

/// The URLs of one provider as its client knows them.
private struct LocationTranslation {
    let type: ResourceType
    let baseURL: String
    let types: [ResourceType]

    /// - Parameter holder: The attribute of one value of which the paths name parts, if they do.
    func translate(_ filter: ResolvedFilter, partsOf holder: AttributeDefinition?) -> ResolvedFilter {
        switch filter {
        case .any(let terms): return .any(terms.map { translate($0, partsOf: holder) })
        case .all(let terms): return .all(terms.map { translate($0, partsOf: holder) })
        case .not(let inner): return .not(translate(inner, partsOf: holder))
        case .element(let path, let inner): return .element(path, translate(inner, partsOf: path.attribute))
        case .present(let path):
            return place(of: path, partsOf: holder).map { .present($0.id) } ?? filter
        case .compare(let path, let comparison, let operand):
            guard let place = place(of: path, partsOf: holder), case .string(let text) = operand else { return filter }
            guard holder == nil, path.attribute.isMultiValued else { return compare(place, comparison, text) }
            // Value by value, because each says for itself which type of resource it names.
            let whole = ResolvedPath(schema: path.path.schema, path.attribute)
            guard let part = path.subAttribute.map({ ResolvedPath($0) }) else { return filter }
            let oneHolds = translate(.element(whole, .compare(part, comparison, operand)), partsOf: nil)
            return comparison == .ne ? .any([.not(.present(whole)), oneHolds]) : oneHolds
        }
    }

    /// Where the id in a URL stands, and what says of which type the resource is.
    private struct Place {
        var id: ResolvedPath
        var typeNames: [String]
        var type: ResolvedPath?
    }

    /// What a path to a URL stands for; `nil` for any other path.
    private func place(of path: ResolvedPath, partsOf holder: AttributeDefinition?) -> Place? {
        if holder == nil, path.isCommon(.meta), path.path.subAttribute == .location {
            return Place(id: ResolvedPath(CommonAttributes.id), typeNames: [type.name])
        }
        let attribute = holder ?? path.attribute
        guard path.definition.isComputedReference(of: attribute), var value = attribute.subAttribute(.value) else {
            return nil
        }
        value.isCaseExact = true
        let names = path.definition.referenceTypes
        let isInside = holder != nil
        return Place(
            id: isInside ? ResolvedPath(value) : ResolvedPath(schema: path.path.schema, attribute, value),
            typeNames: names,
            type: isInside && names.count > 1 ? attribute.subAttribute(.type).map { ResolvedPath($0) } : nil)
    }

    private func compare(_ place: Place, _ comparison: ComparisonOperator, _ text: String) -> ResolvedFilter {
        if comparison == .ne { return .not(compare(place, .eq, text)) }
        return .any(
            types.filter { place.typeNames.contains($0.name) }.map { type in
                let condition = compare(place.id, below: "\(baseURL)\(type.endpoint)/", comparison, text)
                guard let path = place.type,
                    let name = Operand(.string(type.name), as: Operand.Form(path.definition))
                else { return condition }
                return .all([.compare(path, .eq, name), condition])
            })
    }

    /// What has to hold of an id so that it holds of the URL that begins with a prefix and ends with the id.
    private func compare(
        _ id: ResolvedPath, below prefix: String, _ comparison: ComparisonOperator, _ text: String
    ) -> ResolvedFilter {
        let always = ResolvedFilter.present(id), never = ResolvedFilter.constant(false)
        let rest = text.utf8.starts(with: prefix.utf8) ? text.utf8.dropFirst(prefix.utf8.count) : nil
        switch comparison {
        case .eq, .ne:
            guard let rest, let name = PercentEncoding.decode(rest, plusIsBlank: false) else { return never }
            return .compare(id, .eq, .string(name))
        case .sw:
            if let rest { return .compare(id, .sw, .string(String(Substring(rest)))) }
            return prefix.utf8.starts(with: text.utf8) ? always : never
        case .ew:
            return .any([.compare(id, .ew, .string(text))] + overlaps(of: prefix, text).map { .compare(id, .eq, $0) })
        case .co:
            if prefix.contains(text) { return always }
            return .any([.compare(id, .co, .string(text))] + overlaps(of: prefix, text).map { .compare(id, .sw, $0) })
        case .gt, .ge, .lt, .le:
            if let rest { return .compare(id, comparison, .string(String(Substring(rest)))) }
            let isAbove = !prefix.utf8.lexicographicallyPrecedes(text.utf8)
            return isAbove == (comparison == .gt || comparison == .ge) ? always : never
        }
    }

    /// What is left of a text behind each of its beginnings with which the prefix ends.
    private func overlaps(of prefix: String, _ text: String) -> [ResolvedFilter.Operand] {
        text.utf8.indices.dropFirst().compactMap { index in
            let beginning = text.utf8[..<index]
            guard beginning.count <= prefix.utf8.count, prefix.utf8.suffix(beginning.count).elementsEqual(beginning)
            else { return nil }
            return .string(String(text[index...]))
        }
    }
}

private typealias Operand = ResolvedFilter.Operand
