import SCIM

/// The attributes that no rule speaks of and that stand in the record under their own names.
///
/// An attribute is spoken of by rules that write it and, where the provider alone writes it, by rules that show it. Of a
/// complex attribute or an extension of which rules take parts, the other parts stay together.
struct OtherAttributes: Sendable {
    private let fields: Set<AttributeName>
    private let taken: [[AttributeName]]
    private let readOnly: Set<AttributeName>

    init(besides rules: [FieldRule], of type: ResourceType) {
        fields = Set(rules.map(\.field))
        let paths = rules.flatMap { rule in
            rule.direction == .toApplication ? rule.paths.filter(\.isReadOnly) : rule.paths
        }
        taken = paths.map { $0.target.attribute.isMultiValued ? $0.attributePlace : $0.place }
        readOnly = type.showsGroups ? [.id, .meta, .schemas, .groups] : [.id, .meta, .schemas]
    }

    /// Whether rules take the whole of what stands at a place.
    func isTaken(_ place: [AttributeName]) -> Bool { taken.contains { place.starts(with: $0) } }

    /// Whether rules take nothing of what stands at a place.
    func isFree(_ place: [AttributeName]) -> Bool {
        !taken.contains { place.starts(with: $0) || $0.starts(with: place) }
    }

    /// What is left of attributes when all that rules speak of is gone.
    func rest(of attributes: Attributes) -> Attributes {
        var rest = attributes
        for place in taken { rest.set(nil, at: place[...]) }
        return Attributes(uniqueNames: rest.filter { !$0.value.isUnassigned && !fields.contains($0.name) })
    }

    /// Writes what a record holds besides the fields of the rules.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` for a name that has a field of its own;
    ///   ``SCIM/SCIMError/Code/mutability`` for a change of what the provider alone writes.
    func write(_ record: Attributes, into attributes: inout Attributes) throws(SCIMError) {
        let present = rest(of: attributes)
        for (name, value) in record where !fields.contains(name) {
            if isTaken([name]) { throw .unknownField(name.text) }
            guard value.assigned != present[name] else { continue }
            guard !readOnly.contains(name) else {
                if value.isUnassigned { continue }
                throw .readOnlyField(name.text)
            }
            try set(value.assigned, to: name, in: &attributes)
        }
        for (name, _) in present where record[name] == nil && !readOnly.contains(name) {
            try set(nil, to: name, in: &attributes)
        }
    }

    private func set(
        _ value: AttributeValue?, to name: AttributeName, in attributes: inout Attributes
    ) throws(SCIMError) {
        let before = attributes
        attributes[name] = value
        for place in taken where place.first == name {
            if attributes.value(at: place[...]) != nil {
                throw .unknownField(place.map(\.text).joined(separator: "."))
            }
            before.value(at: place[...]).map { attributes.set($0, at: place[...]) }
        }
    }
}

extension SCIMError {
    /// A record has a field that no rule knows.
    static func unknownField(_ name: String) -> SCIMError {
        SCIMError(.invalidValue, "the record has no field '\(name: name.prefix(100))'")
    }

    /// A record changes a field that goes to the application only.
    static func readOnlyField(_ name: String) -> SCIMError {
        SCIMError(.mutability, "the field '\(own: name)' goes to the application only")
    }
}
