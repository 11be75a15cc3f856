import SCIM

extension RulePath {
    /// Writes a value to the place, or takes away what stands there.
    ///
    /// - `pick`: The value goes into the element that is picked. One that another rule speaks of by its filter, and one that is
    ///   picked only since others were written, stay as they are: an element that has the value already becomes primary,
    ///   or a new one does. Without a value all elements go that could be picked, for if only one went, the next would be
    ///   read.
    /// - Value filter: The value goes into the element that is read, or else into one that meets the filter, or else into a
    ///   new one. Without a value it goes from all elements that meet the filter.
    /// - Values of all elements: An element with the value stays as it is, others are made; the order is that of the list.
    ///   Elements without the part are not spoken of and come last.
    ///
    /// - Parameters:
    ///   - original: The attributes before any rule was written.
    ///   - filters: What other rules select for writing.
    /// - Throws: ``SCIM/SCIMError/Code/invalidValue`` if a list is expected.
    func write(
        _ value: AttributeValue?, into attributes: inout Attributes, since original: Attributes,
        besides filters: [ResolvedFilter]
    ) throws(SCIMError) {
        switch selection {
        case .whole:
            attributes.set(value, at: place[...])
        case .list:
            try setElements(of: &attributes, to: listed(value, among: elements(of: attributes)))
        case .picked:
            var elements = elements(of: attributes)
            guard let value else {
                return setElements(of: &attributes, to: elements.compactMap { $0.part(part) == nil ? $0 : without($0) })
            }
            let index = pickedIndex(in: elements) ?? elements.firstIndex { $0.isPrimary } ?? elements.indices.first
            if let index, isUntouched(elements[index], since: original),
                !filters.contains(where: { $0.matches(element: elements[index]) })
            {
                elements[index] = elements[index].setting(part, to: value)
            } else {
                elements = prefer(value, among: elements)
            }
            setElements(of: &attributes, to: elements)
        case .matching(let filter, let conditions):
            var elements = elements(of: attributes)
            guard let value else {
                return setElements(
                    of: &attributes, to: elements.compactMap { filter.matches(element: $0) ? without($0) : $0 })
            }
            let index =
                elements.firstIndex { $0.part(part) != nil && filter.matches(element: $0) }
                ?? elements.firstIndex { filter.matches(element: $0) }
            if let index {
                elements[index] = elements[index].setting(part, to: value)
            } else {
                elements.append(AttributeValue.complex(conditions ?? Attributes()).setting(part, to: value))
            }
            setElements(of: &attributes, to: elements)
        }
    }

    func setElements(of attributes: inout Attributes, to elements: [AttributeValue]) {
        attributes.set(elements.isEmpty ? nil : .array(elements), at: attributePlace[...])
    }

    /// Whether an element was picked before, too.
    private func isUntouched(_ element: AttributeValue, since original: Attributes) -> Bool {
        let before = elements(of: original)
        return pickedIndex(in: before).map { before[$0] == element } ?? (element.part(part) == nil)
    }

    /// The elements with one that has the value as the one to be picked.
    private func prefer(_ value: AttributeValue, among elements: [AttributeValue]) -> [AttributeValue] {
        var elements = elements
        let index = elements.firstIndex { $0.part(part) == value }
        let chosen = index.map { elements.remove(at: $0) } ?? AttributeValue.complex([:]).setting(part, to: value)
        guard target.attribute.subAttribute(.primary) != nil else { return [chosen] + elements }
        elements = elements.map { $0.isPrimary ? $0.setting(.primary, to: false) : $0 }
        elements.insert(chosen.setting(.primary, to: true), at: index ?? elements.endIndex)
        return elements
    }

    /// An element without the part; `nil` if nothing that describes a value is left.
    private func without(_ element: AttributeValue) -> AttributeValue? {
        guard let part, part != .value, case .complex(var rest) = element else { return nil }
        rest[part] = nil
        let descriptions: [AttributeName] = [.type, .primary, .display, .reference]
        return rest.allSatisfy { descriptions.contains($0.name) } ? nil : .complex(rest)
    }

    private func listed(
        _ value: AttributeValue?, among elements: [AttributeValue]
    ) throws(SCIMError) -> [AttributeValue] {
        guard case .array(let wanted) = value ?? [] else {
            throw SCIMError(.invalidValue, "the values of '\(own: text)' must be a list")
        }
        var free: [AttributeValue: [AttributeValue]] = [:]
        for element in elements.reversed() { element.part(part).map { free[$0, default: []].append(element) } }
        let chosen = wanted.map { free[$0]?.popLast() ?? AttributeValue.complex([:]).setting(part, to: $0) }
        return chosen + elements.filter { $0.part(part) == nil }
    }
}

extension AttributeValue {
    /// The value with another part; the part itself where none is named.
    fileprivate func setting(_ name: AttributeName?, to part: AttributeValue) -> AttributeValue {
        guard let name else { return part }
        var attributes = attributes ?? Attributes()
        attributes[name] = part
        return .complex(attributes)
    }
}
