extension PatchOperation {
    /// Carries the operation out (RFC 7644 §3.5.2).
    ///
    /// - Parameters:
    ///   - attributes: The attributes of a resource; unchanged if this throws is up to the caller, who keeps a copy.
    ///   - repairs: Notes a value that was made although the filter of the path selects none.
    /// - Throws: ``SCIMError/Code/noTarget`` if `replace` or `add` selects no value and may not make one,
    ///   ``SCIMError/Code/mutability`` if an immutable value would change or a required one would go.
    public func apply(to attributes: inout Attributes, repairs: inout Repairs) throws(SCIMError) {
        guard let schema = target.path.path.schema else { return try applyInContainer(&attributes, &repairs) }
        try attributes.withValue(of: schema) { (value: inout AttributeValue?) throws(SCIMError) in
            var content = value?.attributes ?? Attributes()
            value = nil
            try applyInContainer(&content, &repairs)
            value = content.isEmpty ? nil : .complex(content)
        }
    }

    /// Carries operations out in order.
    ///
    /// - Parameter failure: What to throw for the failure of the operation at an index.
    /// - Throws: ``SCIMError/Code/tooMany`` if together they are too much work; what `failure` makes of another failure.
    static func apply(
        _ operations: [PatchOperation], to attributes: inout Attributes, repairs: inout Repairs,
        failure: (Int, SCIMError) -> SCIMError
    ) throws(SCIMError) {
        // Of what is far beyond the limit, nothing is begun. Operations may shorten what later ones look at, hence the factor.
        guard comparedExtent(of: operations, in: attributes) <= ValueLimits.patchExtent * 2 else { throw tooExtensive }
        var looked = 0
        let membersAreNamed = Modification.patch(operations.filter(\.concernsMembers)).membershipChanges != nil
        for (index, operation) in operations.enumerated() {
            if !membersAreNamed || !operation.concernsMembers {
                looked += operation.extent(in: attributes) * max(1, operation.comparisons)
            }
            // One operation that compares little may look at all there is.
            let isLonely = index == 0 && operation.comparisons <= ValueLimits.lonelyComparisons
            guard looked <= ValueLimits.patchExtent || isLonely else { throw tooExtensive }
            do {
                try operation.apply(to: &attributes, repairs: &repairs)
            } catch {
                throw failure(index, error)
            }
        }
    }

    private static var tooExtensive: SCIMError {
        SCIMError(
            .tooMany, "the operations look at too many or too large values, or compare them too often: send fewer")
    }

    /// How much of a resource the filters of several operations would compare if none changed anything.
    private static func comparedExtent(of operations: [PatchOperation], in attributes: Attributes) -> Int {
        guard operations.count > 1 else { return 0 }
        var extents: [AttributePath: Int] = [:]
        return operations.reduce(0) { sum, operation in
            guard operation.comparisons > 0 else { return sum }
            let path = AttributePath(schema: operation.target.path.path.schema, operation.target.path.attribute.name)
            let extent = extents[path] ?? operation.extent(in: attributes)
            extents[path] = extent
            return sum + extent * operation.comparisons
        }
    }

    /// How much of a resource the operation looks at: the values of a multi-valued attribute, each with its bytes.
    func extent(in attributes: Attributes) -> Int {
        let path = target.path
        guard path.attribute.isMultiValued else { return 0 }
        return attributes.value(path.attribute.name, in: path.path.schema)?.array?.reduce(0) { $0 + $1.extent } ?? 0
    }

    /// How often the operation compares each value.
    var comparisons: Int { target.filter?.comparisons ?? 0 }

    /// Whether this looks at the members of a group or changes them.
    package var concernsMembers: Bool { target.path.path.schema == nil && target.path.path.attribute == .members }

    private func applyInContainer(_ container: inout Attributes, _ repairs: inout Repairs) throws(SCIMError) {
        let definition = target.path.attribute
        try container.withValue(of: definition.name) { (value: inout AttributeValue?) throws(SCIMError) in
            let old = value
            value = nil
            let selectsElements = definition.isMultiValued && (target.filter != nil || target.path.subAttribute != nil)
            let new = try selectsElements ? changedElements(of: old, &repairs) : changed(old, definition)
            if case .array(let values)? = new {
                try definition.checkCount(values.count, at: target.path.path.description)
            }
            try definition.guardImmutable(old, new)
            try definition.guardImmutableParts(old, new)
            if kind == .remove, definition.isRequired, old != nil, new == nil {
                throw SCIMError(.mutability, "'\(target.path.path)' is required and cannot be removed")
            }
            value = new
        }
    }

    /// A value after the operation on the whole of it or on the sub-attribute that the path names.
    private func changed(
        _ old: AttributeValue?, _ definition: AttributeDefinition
    ) throws(SCIMError) -> AttributeValue? {
        guard let part = target.path.subAttribute else { return try definition.applying(kind, value, to: old) }
        var attributes = old?.attributes ?? Attributes()
        attributes[part.name] = try part.applying(kind, value, to: attributes[part.name])
        return attributes.isEmpty ? nil : .complex(attributes)
    }

    /// The values after the operation on those that the filter selects, on all of them without a filter.
    ///
    /// A value of which only the description is left, such as its `type`, goes as well.
    private func changedElements(
        of old: AttributeValue?, _ repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue? {
        var element = target.path.attribute
        element.isMultiValued = false
        var elements: [AttributeValue] = []
        var touched: Set<Int> = []
        var isSelected = false
        let selects = target.filter?.elementPredicate ?? { _ in true }
        for value in old?.values ?? [] {
            guard selects(value) else {
                elements.append(value)
                continue
            }
            isSelected = true
            guard let new = try changed(value, element), !element.isHollow(new) || element.isHollow(value) else {
                continue
            }
            touched.insert(elements.count)
            elements.append(new)
        }
        if !isSelected {
            guard kind != .remove, value.isPresent else { return old }
            guard let new = try changed(.complex(try newElement()), element) else { return old }
            if target.filter != nil {
                try repairs.make(.creationByValuePath, else: .noTarget, noMatch.wording)
                repairs.note(target.conditionRepairs)
            }
            touched.insert(elements.count)
            elements.append(new)
        }
        if elements.isEmpty { return nil }
        let attribute = target.path.attribute
        elements = attribute.settingPrimary(elements) { touched.contains($0) }
        return .array(touched.isEmpty ? elements : attribute.unitingSame(elements))
    }

    /// The value that a filter without match describes.
    ///
    /// Entra ID fills an e-mail address or an app role that is not there yet by `emails[type eq "work"].value`. RFC 7644
    /// §3.5.2.3 wants `noTarget` for a filter without match, so only a filter of `eq` comparisons that tests `primary` or
    /// names a canonical `type` makes a value.
    private func newElement() throws(SCIMError) -> Attributes {
        guard target.filter != nil else { return Attributes() }
        let definition = target.path.attribute
        if var conditions = target.conditions {
            let type = conditions[.type]?.string?.caseFolded
            let canonical = definition.subAttribute(.type)?.canonicalValues.first { $0.caseFolded == type }
            if let canonical { conditions[.type] = .string(canonical) }
            if canonical != nil || conditions[.primary] != nil { return conditions }
        }
        throw noMatch
    }

    private var noMatch: SCIMError {
        SCIMError(.noTarget, "no value of '\(target.path.attribute.name)' meets the filter of the path")
    }
}

extension AttributeDefinition {
    fileprivate func isHollow(_ value: AttributeValue) -> Bool {
        value.attributes.map { isHollow($0) } ?? value.isUnassigned
    }

    /// The value after an operation on the whole of it; sub-attributes join those that are there, null clears
    /// (RFC 7644 §3.5.2.1, §3.5.2.3).
    fileprivate func applying(
        _ kind: PatchOperation.Kind, _ change: AttributeValue, to old: AttributeValue?
    ) throws(SCIMError) -> AttributeValue? {
        let new: AttributeValue?
        if isMultiValued {
            let values = applying(kind, change, to: old?.values ?? [])
            new = values.isEmpty ? nil : .array(values)
        } else if kind == .remove || change == .null {
            new = nil
        } else if type == .complex, case .complex(let changes) = change {
            var attributes = old?.attributes ?? Attributes()
            for (name, change) in changes {
                guard let definition = subAttribute(name) else { continue }
                attributes[name] = try definition.applying(kind, change, to: attributes[name])
            }
            new = attributes.isEmpty ? nil : .complex(attributes)
        } else {
            new = change
        }
        try guardImmutable(old, new)
        return new
    }

    private func applying(
        _ kind: PatchOperation.Kind, _ change: AttributeValue, to present: [AttributeValue]
    ) -> [AttributeValue] {
        switch kind {
        case .remove:
            return change == .null ? [] : removing(change.values, from: present)
        case .replace:
            return change.values
        case .add:
            let merged = merging(present, with: change.values)
            let chosen = Set(change.values.filter(\.isPrimary).map(identity))
            if chosen.isEmpty { return merged }
            return unitingSame(settingPrimary(merged) { chosen.contains(identity(merged[$0])) })
        }
    }

    fileprivate func guardImmutable(_ old: AttributeValue?, _ new: AttributeValue?) throws(SCIMError) {
        guard mutability == .immutable, let old, old != new else { return }
        throw SCIMError(.mutability, "'\(name)' cannot be changed once it is set")
    }

    /// What is immutable does not go away with what holds it, save for the values of a multi-valued attribute.
    fileprivate func guardImmutableParts(_ old: AttributeValue?, _ new: AttributeValue?) throws(SCIMError) {
        guard !isMultiValued, case .complex(let parts)? = old else { return }
        for part in subAttributes {
            try part.guardImmutable(parts[part.name], new?[part.name])
            try part.guardImmutableParts(parts[part.name], new?[part.name])
        }
    }
}

extension AttributeValue {
    /// The bytes of a value and 64 more, about what it costs to look at it.
    fileprivate var extent: Int {
        switch self {
        case .string(let text): 64 + text.utf8.count
        case .complex(let attributes): attributes.reduce(64) { sum, part in sum + (part.value.string?.utf8.count ?? 8) }
        case .array(let values): values.reduce(64) { $0 + $1.extent }
        case .null, .boolean, .number: 64
        }
    }
}
