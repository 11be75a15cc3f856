import RosterCore
import SCIM

/// The words of an application for the values of an attribute.
struct Enumeration: Sendable {
    /// What becomes of a value that is not listed.
    enum Otherwise: String, CaseIterable, ConfigurationScalar {
        case keep
        case refuse
    }

    /// What is done with other values.
    let otherwise: Otherwise
    /// The listed values of the attribute, as the configuration has them.
    let attributes: [AttributeValue]
    /// The listed values of the field.
    let fields: [AttributeValue]

    private let foldsCase: Bool
    private let fieldByAttribute: [AttributeValue: AttributeValue]
    private let attributeByField: [AttributeValue: AttributeValue]

    /// Takes pairs of values.
    ///
    /// - Parameter definition: Whether letter case of the attribute's values matters.
    init(
        _ pairs: [(attribute: AttributeValue, field: AttributeValue)], of definition: AttributeDefinition,
        otherwise: Otherwise
    ) {
        let foldsCase = !definition.isCaseExact
        self.foldsCase = foldsCase
        self.otherwise = otherwise
        attributes = pairs.map(\.attribute)
        fields = pairs.map(\.field)
        fieldByAttribute = Dictionary(pairs.map { ($0.attribute.folded(foldsCase), $0.field) }) { first, _ in first }
        attributeByField = Dictionary(pairs.map { ($0.field, $0.attribute) }) { first, _ in first }
    }

    /// The field's value for one of the attribute; `nil` if it is refused.
    func field(for value: AttributeValue) -> AttributeValue? {
        fieldByAttribute[value.folded(foldsCase)] ?? (otherwise == .keep ? value : nil)
    }

    /// The attribute's value for one of the field; `nil` if it is refused.
    ///
    /// A value that is kept as it is must not read as another one.
    func attribute(for value: AttributeValue) -> AttributeValue? {
        attributeByField[value] ?? (otherwise == .keep && field(for: value) == value ? value : nil)
    }
}

extension AttributeValue {
    /// The value as it is compared where letter case does not matter.
    func folded(_ foldsCase: Bool) -> AttributeValue {
        guard foldsCase, case .string(let text) = self else { return self }
        return .string(text.caseFolded)
    }

    /// The value for a message: texts without quotes.
    var words: String { string ?? json }
}
