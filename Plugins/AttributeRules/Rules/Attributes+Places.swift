import SCIM

extension Attributes {
    /// What stands at a place, given by the names that lead to it through complex values.
    func value(at place: ArraySlice<AttributeName>) -> AttributeValue? {
        guard let name = place.first, let value = self[name] else { return nil }
        let rest = place.dropFirst()
        return rest.isEmpty ? value : value.attributes?.value(at: rest)
    }

    /// Puts a value at a place, or takes it away and with it the complex values that are left empty.
    mutating func set(_ value: AttributeValue?, at place: ArraySlice<AttributeName>) {
        guard let name = place.first else { return }
        let rest = place.dropFirst()
        if rest.isEmpty {
            self[name] = value
            return
        }
        if value == nil, self.value(at: place) == nil { return }
        var container = self[name]?.attributes ?? Attributes()
        container.set(value, at: rest)
        self[name] = container.isEmpty ? nil : .complex(container)
    }
}

extension AttributeValue {
    /// The value; `nil` for null and an empty list, which both mean that there is none (RFC 7643 §2.5).
    var assigned: AttributeValue? { isUnassigned ? nil : self }

    /// A part of a value of a multi-valued attribute; the value itself where no part is named.
    func part(_ name: AttributeName?) -> AttributeValue? {
        guard let name else { return assigned }
        return self[name]?.assigned
    }

    /// Whether this is the preferred one of several values.
    var isPrimary: Bool { self[.primary] == .boolean(true) }
}

extension AttributeValue? {
    /// Whether there is no value, or only a text of blanks.
    var saysNothing: Bool {
        guard let value = self else { return true }
        guard case .string(let text) = value else { return false }
        return text.allSatisfy(\.isWhitespace)
    }
}
