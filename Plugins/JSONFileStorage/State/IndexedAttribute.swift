import SCIM

/// An attribute by whose values resources are found without a look at the others.
struct IndexedAttribute: Sendable {
    /// The attribute.
    let name: AttributeName
    /// Whether the sub-attribute `value` of each value is meant rather than the attribute itself.
    let isValueOfElements: Bool
    /// Whether letter case plays no part.
    let foldsCase: Bool
    /// Whether no two resources of the type share a value.
    let isUnique: Bool

    /// Hands out the values of a resource in the form in which they are compared.
    func visitKeys(in attributes: Attributes, _ body: (String) throws -> Void) rethrows {
        guard let value = attributes[name] else { return }
        guard isValueOfElements else {
            if case .string(let text) = value { try body(key(text)) }
            return
        }
        switch value {
        case .array(let elements):
            for element in elements { try visitKey(of: element, body) }
        default:
            try visitKey(of: value, body)
        }
    }

    private func visitKey(of element: AttributeValue, _ body: (String) throws -> Void) rethrows {
        switch element {
        case .string(let text): try body(key(text))
        case .complex(let attributes):
            if case .string(let text)? = attributes[.value] { try body(key(text)) }
        default: break
        }
    }

    private func key(_ text: String) -> String { foldsCase ? text.caseFolded : text }
}
