extension PatchOperation {
    /// Carries the operation out (RFC 7644 §3.5.2).
    ///
    /// - Parameter attributes: The attributes of a resource; unchanged if this throws is up to the caller, who keeps a copy.
    /// - Throws: ``SCIMError/Code/noTarget`` if `replace` or `add` selects no value and may not make one,
    ///   ``SCIMError/Code/mutability`` if an immutable value would change.
    public func apply(to attributes: inout Attributes) throws(SCIMError) {
        guard let schema = target.path.path.schema else { return try applyInContainer(&attributes) }
        try attributes.withValue(of: schema) { (value: inout AttributeValue?) throws(SCIMError) in
            var content = value?.attributes ?? Attributes()
            value = nil
            try applyInContainer(&content)
            value = content.isEmpty ? nil : .complex(content)
        }
    }

    private func applyInContainer(_ container: inout Attributes) throws(SCIMError) {
        try container.withValue(of: target.path.attribute.name) { (value: inout AttributeValue?) throws(SCIMError) in
            let old = value
            value = nil
            let new: AttributeValue?
            switch (target.path.attribute.isMultiValued, target.filter) {
            case (true, let filter?): new = try applyToElements(old, matching: filter.matches(element:), isSelection: true)
            case (true, nil) where target.path.subAttribute != nil:
                new = try applyToElements(old, matching: { _ in true }, isSelection: false)
            case (true, nil): new = applyToValues(old)
            case (false, _): new = try applyToSingle(old)
            }
            try guardImmutable(target.path.attribute, old, new)
            value = new.flatMap { $0.isUnassigned ? nil : $0 }
        }
    }

    private func applyToSingle(_ old: AttributeValue?) throws(SCIMError) -> AttributeValue? {
        let change: AttributeValue
        if let subAttribute = target.path.subAttribute {
            change = .complex([subAttribute.name: kind == .remove ? .null : value])
        } else if kind == .remove {
            return nil
        } else {
            change = value
        }
        return try target.path.attribute.merge(old, change)
    }

    /// Acts on a multi-valued attribute as a whole.
    private func applyToValues(_ old: AttributeValue?) -> AttributeValue? {
        let definition = target.path.attribute
        let present = old?.values ?? []
        switch kind {
        case .remove:
            guard !value.isUnassigned else { return nil }
            let leaving = Set(value.values.map { definition.identity($0).loosened })
            return .array(present.filter { !leaving.contains(definition.identity($0).loosened) })
        case .replace:
            return value
        case .add:
            let merged = definition.merging(present, with: value.values)
            let chosen = Set(value.values.filter(\.isPrimary).map { definition.identity($0) })
            return .array(
                chosen.isEmpty ? merged : definition.settingPrimary(merged) { chosen.contains(definition.identity(merged[$0])) })
        }
    }

    /// Acts on the values that a filter selects, or on a sub-attribute of all of them.
    private func applyToElements(
        _ old: AttributeValue?, matching isSelected: (AttributeValue) -> Bool, isSelection: Bool
    ) throws(SCIMError) -> AttributeValue? {
        var elements = old?.values ?? []
        let selected = elements.indices.filter { isSelected(elements[$0]) }
        if kind == .remove {
            guard !selected.isEmpty else { return old }
            guard let name = target.path.subAttribute?.name else {
                let gone = Set(selected)
                return .array(elements.indices.filter { !gone.contains($0) }.map { elements[$0] })
            }
            for index in selected { elements[index] = try changed(elements[index], by: [name: .null]) }
            return .array(elements.filter { !$0.isHollow })
        }
        let change: AttributeValue = target.path.subAttribute.map { [$0.name: value] } ?? value
        var touched = Set(selected)
        if selected.isEmpty {
            guard !value.isUnassigned else { return old }
            elements.append(try changed(try newElement(isSelection: isSelection), by: change))
            touched = [elements.count - 1]
        }
        for index in selected { elements[index] = try changed(elements[index], by: change) }
        elements.removeAll(where: \.isUnassigned)
        guard change[.primary] == .boolean(true) || selected.isEmpty else { return .array(elements) }
        return .array(target.path.attribute.settingPrimary(elements) { touched.contains($0) })
    }

    private func changed(_ element: AttributeValue, by change: AttributeValue) throws(SCIMError) -> AttributeValue {
        var definition = target.path.attribute
        definition.isMultiValued = false
        let merged = try definition.merge(element, change) ?? .null
        for sub in definition.subAttributes { try guardImmutable(sub, element[sub.name], merged[sub.name]) }
        return merged
    }

    /// The value that a filter without match describes.
    ///
    /// Entra ID fills an e-mail address or an app role that is not there yet by `emails[type eq "work"].value`. RFC 7644
    /// §3.5.2.3 wants `noTarget` for a filter without match, so only a filter of `eq` comparisons that tests `primary` or
    /// names a canonical `type` makes a value.
    private func newElement(isSelection: Bool) throws(SCIMError) -> AttributeValue {
        guard isSelection, let filter = target.filter else { return .complex(Attributes()) }
        let definition = target.path.attribute
        if let conditions = filter.equalities {
            let type = conditions[.type]?.string?.caseFolded
            let isCanonical = definition.subAttribute(.type)?.canonicalValues.first { $0.caseFolded == type }
            if isCanonical != nil || conditions[.primary] != nil {
                var element = conditions
                if let isCanonical { element[.type] = .string(isCanonical) }
                return .complex(element)
            }
        }
        throw SCIMError(.noTarget, "no value of '\(definition.name)' meets the filter of the path")
    }

    private func guardImmutable(
        _ definition: AttributeDefinition, _ old: AttributeValue?, _ new: AttributeValue?
    ) throws(SCIMError) {
        guard definition.mutability == .immutable, let old, old != new else { return }
        throw SCIMError(.mutability, "'\(definition.name)' cannot be changed once it is set")
    }
}

extension AttributeDefinition {
    /// Puts a change over a single value: sub-attributes join those that are there, null clears (RFC 7644 §3.5.2.3).
    fileprivate func merge(_ old: AttributeValue?, _ change: AttributeValue) throws(SCIMError) -> AttributeValue? {
        guard type == .complex else { return change == .null ? nil : change }
        guard case .complex(let changes) = change else { return nil }
        var attributes = old?.attributes ?? Attributes()
        for (name, change) in changes {
            guard let definition = subAttribute(name) else { continue }
            let merged = definition.isMultiValued ? change : try definition.merge(attributes[name], change)
            attributes[name] = merged.flatMap { $0.isUnassigned ? nil : $0 }
        }
        return attributes.isEmpty ? nil : .complex(attributes)
    }
}

extension ResolvedFilter {
    /// The conditions of a filter that is one `eq` comparison or several joined by `and`; `nil` for any other filter.
    fileprivate var equalities: Attributes? {
        switch self {
        case .compare(let path, .eq, let operand):
            return [path.path.attribute: operand.value]
        case .all(let terms):
            var all = Attributes()
            for term in terms {
                guard let one = term.equalities else { return nil }
                for (name, value) in one { all[name] = value }
            }
            return all
        default:
            return nil
        }
    }
}

extension ResolvedFilter.Operand {
    fileprivate var value: AttributeValue {
        switch self {
        case .string(let text): .string(text)
        case .number(let number): .number(number)
        case .boolean(let truth): .boolean(truth)
        case .dateTime(let instant): .string(instant.description)
        }
    }
}

extension AttributeValue {
    /// Whether nothing is left of a value but what described it.
    fileprivate var isHollow: Bool {
        guard case .complex(let attributes) = self else { return isUnassigned }
        let descriptive: Set<AttributeName> = [.type, .primary, .display, .reference]
        return attributes.allSatisfy { descriptive.contains($0.name) }
    }

    /// The identity by which values are removed: a client that names a value without `type` means every type.
    fileprivate var loosened: AttributeValue {
        if case .array(let parts) = self, let first = parts.first { first } else { self }
    }
}
