package import SCIM

extension RecordTypes {
    /// A query in the words of records; `nil` if a part of it has no translation.
    package func translated(_ query: Query) throws(SCIMError) -> Query? {
        let place = { (path: AttributePath) in self.place(of: path, in: query.type) }
        var translated = Query(
            try recordType(of: query.type), startIndex: query.startIndex, step: query.step, count: query.count,
            selection: try selection(query.selection, of: query.type))
        if let filter = query.filter {
            guard let filter = filter.mapped(place) else { return nil }
            translated.filter = filter
        }
        if let sort = query.sort {
            guard let path = sort.path.mapped(place) else { return nil }
            translated.sort = SortOrder(by: path, descending: sort.isDescending)
        }
        return translated
    }

    /// What an answer needs of a record: a mapper may look at all of it, save for members that nobody asked for.
    func selection(_ selection: AttributeSelection, of type: ResourceType) throws(SCIMError) -> AttributeSelection {
        guard let path = try recordType(of: type).memberPath?.path, !selection.includes(.members) else {
            return AttributeSelection(.byDefault, maximumValues: selection.maximumValues)
        }
        return AttributeSelection(.excluding([AttributePath(path.attribute)]))
    }
}

extension ResolvedFilter {
    /// The filter in the record's words; `nil` if a part of it has no translation.
    fileprivate func mapped(_ place: (AttributePath) -> AttributePath?) -> ResolvedFilter? {
        switch self {
        case .any(let terms):
            let mapped = terms.compactMap { $0.mapped(place) }
            return mapped.count == terms.count ? .any(mapped) : nil
        case .all(let terms):
            let mapped = terms.compactMap { $0.mapped(place) }
            return mapped.count == terms.count ? .all(mapped) : nil
        case .not(let filter): return filter.mapped(place).map { .not($0) }
        case .present(let path): return path.mapped(place).map { .present($0) }
        case .compare(let path, let comparison, let operand):
            return path.mapped(place).map { .compare($0, comparison, operand) }
        case .element(let path, let filter):
            // The parts say which values they are parts of: the list itself may be in the record in another form.
            guard let list = path.list(of: filter.paths, place) else { return nil }
            return filter.mapped { path.place(ofPart: $0.attribute, place)?.part }.map {
                .element(path.placed(at: list), $0)
            }
        }
    }
}

extension ResolvedPath {
    /// The place in the record, compared as the schema says.
    fileprivate func mapped(_ place: (AttributePath) -> AttributePath?) -> ResolvedPath? {
        place(path).map(placed)
    }

    /// Where the record holds a part of the values of this attribute: the list, and the part in each of its values.
    fileprivate func place(
        ofPart part: AttributeName, _ place: (AttributePath) -> AttributePath?
    ) -> (list: AttributePath, part: AttributePath)? {
        guard let found = place(AttributePath(schema: path.schema, path.attribute, part)) else { return nil }
        let list = AttributePath(schema: found.schema, found.attribute)
        // Of a list that holds nothing else each value is its own `value`.
        if let name = found.subAttribute { return (list, AttributePath(name)) }
        return part == .value ? (list, AttributePath(.value)) : nil
    }

    /// Where the record holds the values that have all of some parts.
    fileprivate func list(of parts: [ResolvedPath], _ place: (AttributePath) -> AttributePath?) -> AttributePath? {
        let lists = Set(parts.map { self.place(ofPart: $0.path.attribute, place)?.list })
        return lists.count == 1 ? lists.first ?? nil : nil
    }
}
