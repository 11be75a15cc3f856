import SCIM

/// Other names for attributes of one resource type.
///
/// Names that no rule speaks of keep themselves, with one exception: if `userName` becomes `login`, an attribute that
/// is called `login` becomes `userName`. No schema has one, or the configuration would have been refused, but so the
/// renaming is a permutation of all names: whatever stands in a resource or a record, nothing of it can get lost.
struct AttributeRenaming: Sendable {
    private let fields: [AttributeName: AttributeName]
    private let attributes: [AttributeName: AttributeName]

    /// Takes rules from attribute to field, which must name each field once.
    init(_ rules: [AttributeName: AttributeName]) {
        var fields = rules
        var attributes = Dictionary(rules.map { ($0.value, $0.key) }) { first, _ in first }
        for (end, last) in attributes where rules[end] == nil {
            // `end` is where a chain of names ends; the name in which it begins is free to be its field.
            var start = last
            while let previous = attributes[start] { start = previous }
            fields[end] = start
        }
        attributes = Dictionary(fields.map { ($0.value, $0.key) }) { first, _ in first }
        self.fields = fields
        self.attributes = attributes
    }

    /// The record's name of an attribute.
    func field(for attribute: AttributeName) -> AttributeName { fields[attribute] ?? attribute }

    /// The attributes under the record's names.
    func record(from attributes: Attributes) -> Attributes {
        Attributes(uniqueNames: attributes.map { (fields[$0.name] ?? $0.name, $0.value) })
    }

    /// The fields under the attributes' names.
    func attributes(from record: Attributes) -> Attributes {
        Attributes(uniqueNames: record.map { (attributes[$0.name] ?? $0.name, $0.value) })
    }
}
