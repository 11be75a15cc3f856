extension AttributeDefinition {
    /// Where a value comes from, which decides what becomes of null inside it.
    enum Origin {
        /// The body of a POST or PUT: null leaves the sub-attribute out, since the value is complete.
        case body
        /// A PATCH operation: null stays, so that it can clear the sub-attribute.
        case change
        /// One of the values that a PATCH operation holds for a multi-valued attribute, complete like those of a body.
        case elementOfChange
        /// What a store keeps: complete like a body, with what the provider itself wrote.
        case store

        /// Where one of several such values comes from.
        var element: Origin { self == .change ? .elementOfChange : self }
        /// Whether it is all or part of a PATCH operation.
        var isChange: Bool { self == .change || self == .elementOfChange }
    }

    /// Holds a value against this definition and brings it into the form in which it is kept (RFC 7643 §2.3).
    ///
    /// - Parameters:
    ///   - value: What the client sent.
    ///   - place: The path for messages, put together only if there is one.
    ///   - origin: Where the value comes from.
    ///   - repairs: Notes what had to be put right.
    /// - Returns: The value; ``AttributeValue/null`` where the client sent one of the forms of "unassigned".
    /// - Throws: ``SCIMError/Code/invalidValue`` naming the attribute and the rule; what else a refused repair says.
    func coerce(
        _ value: AttributeValue, at place: @autoclosure () -> String, from origin: Origin, repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue {
        if value.isUnassigned { return .null }
        guard isMultiValued else { return try coerceOne(value, at: place(), from: origin, repairs: &repairs) }
        if case .string("") = value { return try emptied(at: place(), repairs: &repairs) }
        if !origin.isChange, value.array == nil {
            try repairs.make(.singleValueForArray, else: .invalidValue, "'\(place())' must be an array")
        }
        try checkCount(value.values.count, at: place())
        var elements: [AttributeValue] = []
        elements.reserveCapacity(value.values.count)
        for (index, element) in value.values.enumerated() {
            let element = try coerceOne(
                element, at: value.array == nil ? place() : "\(place())[\(index)]",
                from: origin.element, repairs: &repairs)
            if element != .null { elements.append(element) }
        }
        elements = merging([], with: elements)
        guard elements.count(where: \.isPrimary) <= 1 else {
            throw SCIMError(.invalidValue, "'\(place())' has more than one primary value")
        }
        return elements.isEmpty ? .null : .array(elements)
    }

    /// Like ``coerce(_:at:from:repairs:)``, for one value of the attribute.
    func coerceOne(
        _ value: AttributeValue, at place: @autoclosure () -> String, from origin: Origin, repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue {
        if type == .complex { return try coerceComplex(value, at: place(), from: origin, repairs: &repairs) }
        switch (type, value) {
        case (_, .null):
            return .null
        case (_, .string("")):
            return try emptied(at: place(), repairs: &repairs)
        case (.string, .string(let text)), (.reference, .string(let text)):
            let limit = uniqueness == .none ? ValueLimits.stringBytes : ValueLimits.uniqueStringBytes
            guard text.utf8.count <= limit else {
                throw SCIMError(.invalidValue, "'\(place())' is longer than \(limit) bytes")
            }
            // Many programs end a text there, so that two of them would see two different ones.
            guard !text.utf8.contains(0) else {
                throw SCIMError(.invalidValue, "'\(place())' must not hold the character U+0000")
            }
            try checkFormat(text, at: place(), repairs: &repairs)
            return value
        case (.boolean, .boolean):
            return value
        case (.boolean, .string(let text)):
            if let truth = Bool(text.lowercased()) {
                try repairs.make(.booleanAsString, else: .invalidValue, "'\(place())' must be a Boolean")
                return .boolean(truth)
            }
        case (.integer, .number(let number)):
            if number.integer != nil { return value }
        case (.decimal, .number):
            return value
        case (.dateTime, .string(let text)):
            if DateTime(text) != nil { return value }
        case (.binary, .string(let text)):
            if let isPlain = isBase64(text) {
                if !isPlain {
                    try repairs.make(
                        .otherForm, else: .invalidValue, "'\(place())' must be base64, not its URL-safe variant")
                }
                try checkFormat(text, at: place(), repairs: &repairs)
                return value
            }
        default:
            break
        }
        throw SCIMError(.invalidValue, "'\(place())' must be \(type.article)")
    }

    /// Refuses a text that lacks the form of the attribute, unless clients are known to write it so.
    private func checkFormat(
        _ text: String, at place: @autoclosure () -> String, repairs: inout Repairs
    ) throws(SCIMError) {
        guard let format, !format.admits(text) else { return }
        guard let tolerance = format.tolerance(for: text) else {
            throw SCIMError(.invalidValue, "'\(place())' must be \(format.rule)")
        }
        try repairs.make(tolerance, else: .invalidValue, "'\(place())' must be \(format.rule)")
    }

    /// Refuses more values than an attribute may have.
    func checkCount(_ count: Int, at place: @autoclosure () -> String) throws(SCIMError) {
        guard count > ValueLimits.values, name != .members || !refersToResources else { return }
        throw SCIMError(.invalidValue, "'\(place())' has more than \(ValueLimits.values) values")
    }

    /// An empty string is a value of its own (RFC 7643 §2.5), but clients mean none.
    private func emptied(
        at place: @autoclosure () -> String, repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue {
        try repairs.make(.emptyStringAsNull, else: .invalidValue, "'\(place())' must not be empty")
        return .null
    }

    private func coerceComplex(
        _ value: AttributeValue, at place: @autoclosure () -> String, from origin: Origin, repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue {
        switch value {
        case .complex(let attributes):
            let kept = try coerceAttributes(attributes, at: place(), from: origin, repairs: &repairs)
            // In a PATCH, nothing that is known clears nothing: it is no null.
            return kept.isEmpty && origin != .change ? .null : .complex(kept)
        case .array(let values) where values.count == 1 && !isMultiValued:
            try repairs.make(.arrayForSingleValue, else: .invalidValue, "'\(place())' must be no array")
            return try coerceComplex(values[0], at: place(), from: origin, repairs: &repairs)
        case .null:
            return .null
        case .string(""):
            return try emptied(at: place(), repairs: &repairs)
        case .string:
            if let definition = subAttribute(.value) {
                try repairs.make(.bareComplexValue, else: .invalidValue, "'\(place())' must be a complex value")
                return [
                    .value: try definition.coerce(value, at: "\(place()).value", from: origin, repairs: &repairs)
                ]
            }
        default:
            break
        }
        throw SCIMError(.invalidValue, "'\(place())' must be a complex value")
    }

    private func coerceAttributes(
        _ attributes: Attributes, at place: @autoclosure () -> String, from origin: Origin, repairs: inout Repairs
    ) throws(SCIMError) -> Attributes {
        var separator: String { self.name.isSchemaURI ? ":" : "." }
        var kept = Attributes()
        kept.reserveCapacity(attributes.count)
        for (name, value) in attributes {
            guard let definition = subAttribute(name) else {
                try repairs.make(
                    .unknownAttribute, else: .invalidSyntax, "'\(place())' has no '\(name: name.text.prefix(100))'")
                continue
            }
            if origin.isChange, definition.mutability == .readOnly {
                try repairs.make(
                    .readOnlyEcho, else: .mutability, "'\(place())\(separator)\(definition.name)' is read-only")
            }
            func partPlace() -> String { "\(place())\(separator)\(definition.name)" }
            if origin != .store {
                guard try definition.keeps(value, at: partPlace(), repairs: &repairs) else { continue }
            }
            if definition.isComputedReference(of: self) { continue }
            if origin == .change, definition.isMultiValued, value.array == nil, value != .null, value != "" {
                try repairs.make(.singleValueForArray, else: .invalidValue, "'\(partPlace())' must be an array")
            }
            let coerced = try definition.coerce(value, at: partPlace(), from: origin, repairs: &repairs)
            if coerced != .null || origin == .change { kept.append(definition.name, coerced) }
        }
        if kept[.value] == nil, let id = idInReference(attributes), let definition = subAttribute(.value) {
            kept.append(.value, try definition.coerce(id, at: "\(place()).value", from: origin, repairs: &repairs))
        }
        if origin != .change, !kept.isEmpty { try requireParts(of: .complex(kept), at: place()) }
        return kept
    }

    /// Whether this is the `$ref` of a reference to another resource, which the provider writes from the value.
    func isComputedReference(of parent: AttributeDefinition) -> Bool {
        name == .reference && type == .reference && parent.subAttribute(.value) != nil
            && referenceTypes.contains { $0 != "external" && $0 != "uri" }
    }

    /// Whether the values of this attribute name other resources by their ids.
    public var refersToResources: Bool {
        subAttribute(.reference)?.isComputedReference(of: self) ?? false
    }

    /// The id at the end of a `$ref` that came without `value` (RFC 7643 §2.4).
    private func idInReference(_ attributes: Attributes) -> AttributeValue? {
        guard refersToResources, let uri = attributes[.reference]?.string else { return nil }
        let segments = uri.split(separator: "/")
        let types = subAttribute(.reference)?.referenceTypes ?? []
        // Endpoints are named after their types, in the plural: another URL names no resource of this provider.
        let isKnown = { (name: Substring) in types.contains { name.lowercased().hasPrefix($0.lowercased()) } }
        guard let id = segments.last, segments.dropLast().last.map(isKnown) ?? !uri.contains("/") else { return nil }
        return .string(PercentEncoding.decode(id.utf8, plusIsBlank: false) ?? String(id))
    }
}

extension AttributeValue {
    /// Whether this value of a multi-valued attribute is the preferred one.
    var isPrimary: Bool {
        if case .complex(let attributes) = self { attributes[.primary] == .boolean(true) } else { false }
    }
}

extension AttributeDefinition.AttributeType {
    /// The type with its article and its form, for messages.
    fileprivate var article: SCIMError.Detail {
        switch self {
        case .string: "a string"
        case .boolean: "a Boolean"
        case .decimal: "a number"
        case .integer: "an integer"
        case .dateTime: "a dateTime such as 2026-01-31T09:30:00Z"
        case .binary: "a base64 string"
        case .reference: "a URI"
        case .complex: "a complex value"
        }
    }
}
