import SCIM

/// Where a rule finds a value, and which one if there are several.
struct RulePath: Sendable {
    /// What of the values at the place is meant.
    enum Selection: Sendable, Hashable {
        /// The value itself: the only one, or the list of all values of a multi-valued attribute.
        case whole
        /// The list of one part of each value.
        case list
        /// The primary value or else the first one.
        case picked
        /// The first value that meets a filter; what a new one holds, `nil` if the filter does not say it.
        case matching(ResolvedFilter, making: Attributes?)
    }

    /// The path as the configuration has it.
    let text: String
    /// What it leads to.
    let target: ResolvedPath
    /// Which of the values.
    let selection: Selection

    /// The names that lead to the attribute, through the extension that holds it.
    var attributePlace: [AttributeName] { (target.path.schema.map { [$0] } ?? []) + [target.path.attribute] }

    /// The names that lead to the value itself.
    var place: [AttributeName] { attributePlace + (part.map { [$0] } ?? []) }

    /// The part of a value.
    var part: AttributeName? { target.path.subAttribute }

    /// Whether the provider alone writes what stands here.
    var isReadOnly: Bool { target.attribute.mutability == .readOnly || target.definition.mutability == .readOnly }

    /// Why nothing can be written here; `nil` if something can.
    var obstacle: String? {
        if isReadOnly { return "'\(text)' is readOnly" }
        guard case .matching(_, let conditions) = selection else { return nil }
        guard let conditions else {
            return "the filter of '\(text)' does not say what a new value holds ('eq' and 'and' do)"
        }
        return part.flatMap { conditions[$0] }.map { _ in "'\(text)' changes what its filter looks at" }
    }

    /// Whether the rule reads and writes the value as it stands, so that filters can be carried over to the record.
    var isPlain: Bool { selection == .whole || selection == .list }

    /// Whether the value is a list.
    var isList: Bool {
        switch selection {
        case .whole: target.definition.isMultiValued
        case .list: true
        case .picked, .matching: part != nil && target.definition.isMultiValued
        }
    }

    /// Whether writing one of the paths would write the other as well.
    ///
    /// Values that are picked by a filter and in another way may turn out to be one; only writing shows that.
    func overlaps(_ other: RulePath) -> Bool {
        switch (selection, other.selection) {
        case (.matching(let filter, _), .matching(let otherFilter, _)):
            if filter != otherFilter { return false }
        case (.matching, .picked), (.picked, .matching):
            if place == other.place { return false }
        default: break
        }
        let (short, long) = place.count < other.place.count ? (place, other.place) : (other.place, place)
        return long.starts(with: short)
    }

    /// The value that the rule finds; `nil` for none.
    func read(_ attributes: Attributes) -> AttributeValue? {
        switch selection {
        case .whole:
            return attributes.value(at: place[...])?.assigned
        case .list:
            let parts = elements(of: attributes).compactMap { $0.part(part) }
            return parts.isEmpty ? nil : .array(parts)
        case .picked:
            let elements = elements(of: attributes)
            return pickedIndex(in: elements).flatMap { elements[$0].part(part) }
        case .matching(let filter, _):
            let elements = elements(of: attributes)
            return elements.first { $0.part(part) != nil && filter.matches(element: $0) }?.part(part)
        }
    }

    /// The values of the attribute, which may be one alone.
    func elements(of attributes: Attributes) -> [AttributeValue] {
        attributes.value(at: attributePlace[...])?.values ?? []
    }

    /// The primary value that has the part, or else the first that has it.
    func pickedIndex(in elements: [AttributeValue]) -> Int? {
        elements.firstIndex { $0.isPrimary && $0.part(part) != nil } ?? elements.firstIndex { $0.part(part) != nil }
    }
}
