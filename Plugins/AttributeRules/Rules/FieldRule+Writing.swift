import SCIM

extension FieldRule {
    /// Where in the order of writing the rule stands: what is selected by a filter first, what is picked last.
    ///
    /// So a value that two fields show under different aspects is there when it is picked, and no second one is made.
    var turn: Int {
        guard case .paths(let paths, _) = source, let first = paths.first else { return 1 }
        switch first.selection {
        case .matching: return 0
        case .whole, .list: return 1
        case .picked: return 2
        }
    }

    /// Writes the value of the field, unless that is what it shows now.
    ///
    /// - Parameters:
    ///   - value: The value; `nil` takes away what the paths of the rule lead to.
    ///   - original: The attributes before any rule was written.
    ///   - filters: What other rules select for writing at the same place.
    ///   - isStored: As in ``RecordRules/attributes(_:updatedFrom:isStored:)``.
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` naming the field if the value is none for it;
    ///   ``SCIM/SCIMError/Code/mutability`` if a part of it goes to the application only and has changed.
    func write(
        _ value: AttributeValue?, into attributes: inout Attributes, since original: Attributes,
        besides filters: [ResolvedFilter], isStored: Bool
    ) throws(SCIMError) {
        let finding = find(in: attributes)
        if finding.value == value, finding.problem == nil { return }
        switch source {
        case .constant, .template: return
        case .paths(let paths, let words):
            guard let value else {
                for path in paths { try path.write(nil, into: &attributes, since: original, besides: filters) }
                return
            }
            guard let kept = words.map({ $0.attribute(for: value) }) ?? value else { throw unknownWord(words) }
            try paths.first?.write(kept, into: &attributes, since: original, besides: filters)
        case .each(let path, let rules):
            path.setElements(
                of: &attributes,
                to: try elements(value, by: rules, among: path.elements(of: attributes), isStored: isStored))
        }
    }

    /// Whether a value that was written is what is read: in a list of records, in the fields that go both ways.
    func shows(_ read: AttributeValue?, for written: AttributeValue?) -> Bool {
        guard case .each(_, let rules) = source, let read = read?.array, let written = written?.array else {
            return read == written
        }
        guard read.count == written.count else { return false }
        return zip(read, written).allSatisfy {
            rules.bothWays($0.attributes ?? [:]) == rules.bothWays($1.attributes ?? [:])
        }
    }

    private func unknownWord(_ words: Enumeration?) -> SCIMError {
        let known = words?.fields.map(\.words).joined(separator: ", ") ?? ""
        return SCIMError(.invalidValue, "the field '\(own: label)' must be one of \(own: known)")
    }

    /// The values of the attribute for a list of records, in the order of the list.
    ///
    /// A record belongs to the first value that is still free and agrees with it in the fields that go both ways, best in
    /// the others too; the rest of that value is kept. For other records new values are made.
    private func elements(
        _ value: AttributeValue?, by rules: RecordRules, among elements: [AttributeValue], isStored: Bool
    ) throws(SCIMError) -> [AttributeValue] {
        guard case .array(let wanted) = value ?? [] else {
            throw SCIMError(.invalidValue, "the field '\(own: label)' must be a list")
        }
        var free = FreeElements(elements, by: rules)
        var chosen: [AttributeValue?] = []
        var records: [Attributes] = []
        for item in wanted {
            guard case .complex(let record) = item else {
                throw SCIMError(.invalidValue, "the field '\(own: label)' must be a list of records")
            }
            records.append(record)
            chosen.append(free.takeSame(as: record))
        }
        var new: [AttributeValue] = []
        for (index, record) in records.enumerated() {
            let element = chosen[index] ?? free.takeSimilar(to: record)
            new.append(
                .complex(
                    try rules.attributes(element?.attributes ?? [:], updatedFrom: record, isStored: isStored)))
        }
        return new
    }
}

/// The values of an attribute that no record of a list has been found for yet.
private struct FreeElements {
    private let rules: RecordRules
    private let elements: [AttributeValue]
    private var isTaken: [Bool]
    private var same: [Attributes: [Int]] = [:]
    private var similar: [Attributes: [Int]] = [:]

    init(_ elements: [AttributeValue], by rules: RecordRules) {
        self.rules = rules
        self.elements = elements
        isTaken = elements.map { _ in false }
        for (index, element) in elements.enumerated().reversed() {
            let record = rules.knownFields(of: element.attributes ?? [:])
            same[record, default: []].append(index)
            similar[rules.bothWays(record), default: []].append(index)
        }
    }

    mutating func takeSame(as record: Attributes) -> AttributeValue? {
        take(\.same, Attributes(uniqueNames: record.filter { !$0.value.isUnassigned }))
    }

    mutating func takeSimilar(to record: Attributes) -> AttributeValue? { take(\.similar, rules.bothWays(record)) }

    private mutating func take(
        _ indices: WritableKeyPath<FreeElements, [Attributes: [Int]]>, _ key: Attributes
    ) -> AttributeValue? {
        while let index = self[keyPath: indices][key]?.popLast() {
            if isTaken[index] { continue }
            isTaken[index] = true
            return elements[index]
        }
        return nil
    }
}
