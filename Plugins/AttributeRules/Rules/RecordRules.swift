import SCIM

/// The rules for the records of one resource type, or for those of the values of one attribute.
struct RecordRules: Sendable {
    /// The rules in the order of the configuration; no two have one field.
    let rules: [FieldRule]
    /// What keeps its name; `nil` if only the rules count.
    let others: OtherAttributes?
    /// What stands before a field in messages.
    let prefix: String

    private let positions: [AttributeName: Int]
    private let turns: [Int]
    private let filters: [[ResolvedFilter]]

    init(_ rules: [FieldRule], others: OtherAttributes? = nil, prefix: String = "") {
        self.rules = rules
        self.others = others
        self.prefix = prefix
        positions = Dictionary(rules.enumerated().map { ($1.field, $0) }) { first, _ in first }
        let turnOfRule = rules.map(\.turn)
        turns = (0...2).flatMap { turn in rules.indices.filter { turnOfRule[$0] == turn } }
        let written = rules.filter { $0.direction != .toApplication }.compactMap(\.paths.first)
        filters = rules.map { rule in
            written.compactMap { path in
                guard case .matching(let filter, _) = path.selection, rule.paths.first?.place == path.place else {
                    return nil
                }
                return filter
            }
        }
    }

    /// Whether there are resources without a record.
    var canRefuse: Bool { rules.contains(where: \.canRefuse) }

    /// The record of a resource.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` naming attribute and field if one is missing or has a value that the
    ///   application does not know.
    func record(from attributes: Attributes) throws(SCIMError) -> Attributes {
        var record = Attributes()
        for rule in rules where rule.direction != .fromApplication {
            let finding = rule.find(in: attributes)
            if let problem = finding.problem { throw problem }
            if let value = finding.value { record.append(rule.field, value) }
        }
        for (name, value) in others?.rest(of: attributes) ?? [:] { record.append(name, value) }
        return record
    }

    /// The fields of a record that can be told, also if the resource has no whole one.
    func knownFields(of attributes: Attributes) -> Attributes {
        var record = Attributes()
        for rule in rules where rule.direction != .fromApplication {
            if let value = rule.find(in: attributes).value { record.append(rule.field, value) }
        }
        return record
    }

    /// The fields of a record that go both ways.
    func bothWays(_ record: Attributes) -> Attributes {
        Attributes(
            uniqueNames: record.filter { name, value in
                !value.isUnassigned && positions[name].map { rules[$0].direction == .both } ?? false
            })
    }

    /// The attributes of a resource after a record was written.
    ///
    /// - Parameter isStored: Whether the record comes from a store that keeps nothing else, and not from the application: then
    ///   nobody has changed the fields that go to the application only.
    /// - Throws: As ``RuleAttributeMapper/attributes(_:updatedFrom:of:)``.
    func attributes(
        _ attributes: Attributes, updatedFrom record: Attributes, isStored: Bool
    ) throws(SCIMError) -> Attributes {
        if others == nil, let unknown = record.first(where: { positions[$0.name] == nil }) {
            throw .unknownField(prefix + unknown.name.text)
        }
        var changed = attributes
        for index in turns {
            let rule = rules[index]
            let value = record[rule.field]?.assigned
            switch rule.direction {
            case .toApplication: continue
            case .fromApplication: if value == nil { continue }
            case .both: if rule.isRequired, value.saysNothing { throw rule.missing }
            }
            try rule.write(
                value, into: &changed, since: attributes, besides: filters[index], isStored: isStored)
        }
        try others?.write(record, into: &changed)
        try check(record, against: changed, since: attributes, isStored: isStored)
        return changed
    }

    /// Makes sure of the second law: whatever rules do to each other, a record is read as it was written or not written.
    private func check(
        _ record: Attributes, against changed: Attributes, since original: Attributes, isStored: Bool
    ) throws(SCIMError) {
        for rule in rules where rule.direction != .fromApplication {
            let finding = rule.find(in: changed)
            let value = record[rule.field]?.assigned
            if rule.direction == .both {
                if let problem = finding.problem { throw problem }
                guard rule.shows(finding.value, for: value) else { throw contradiction(at: rule) }
                continue
            }
            if isStored { continue }
            let before = rule.find(in: original)
            if let value, value != before.value, value != finding.value { throw .readOnlyField(rule.label) }
            if let problem = finding.problem, before.problem == nil { throw problem }
        }
        guard let others else { return }
        let rest = others.rest(of: changed)
        for (name, value) in record where positions[name] == nil && !value.isUnassigned && rest[name] != value {
            throw SCIMError(.invalidValue, "the field '\(name: name.text)' has a value that cannot be kept")
        }
    }

    private func contradiction(at rule: FieldRule) -> SCIMError {
        let path = rule.paths.first?.text ?? ""
        return SCIMError(
            .invalidValue,
            "the field '\(own: rule.label)' has a value that '\(own: path)' cannot keep, or other fields contradict it")
    }
}
