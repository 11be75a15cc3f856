extension AttributeDefinition {
    /// What becomes of null and the empty string inside a complex value.
    enum Clearing {
        /// They leave the sub-attribute out: the value is complete.
        case leavesOut
        /// They stay as null, so that a PATCH can clear the sub-attribute.
        case keepsNull
    }

    /// Holds a value against this definition and brings it into the form in which it is kept (RFC 7643 §2.3).
    ///
    /// - Parameters:
    ///   - value: What the client sent.
    ///   - place: The path for messages, put together only if there is one.
    /// - Returns: The value; ``AttributeValue/null`` where the client sent one of the forms of "unassigned".
    /// - Throws: ``SCIMError/Code/invalidValue`` naming the attribute and the rule.
    func coerce(
        _ value: AttributeValue, at place: @autoclosure () -> String, clearing: Clearing = .leavesOut
    ) throws(SCIMError) -> AttributeValue {
        if value.isUnassigned { return .null }
        guard isMultiValued else { return try coerceOne(value, at: place(), clearing: clearing) }
        // OneLogin's templates write a single value as an object instead of an array.
        try checkCount(value.values.count, at: place())
        var elements: [AttributeValue] = []
        elements.reserveCapacity(value.values.count)
        for (index, element) in value.values.enumerated() {
            let element = try coerceOne(
                element, at: value.array == nil ? place() : "\(place())[\(index)]", clearing: .leavesOut)
            if element != .null { elements.append(element) }
        }
        elements = merging([], with: elements)
        guard elements.count(where: \.isPrimary) <= 1 else {
            throw SCIMError(.invalidValue, "'\(place())' has more than one primary value")
        }
        return elements.isEmpty ? .null : .array(elements)
    }

    /// Like ``coerce(_:at:clearing:)``, for one value of the attribute.
    func coerceOne(
        _ value: AttributeValue, at place: @autoclosure () -> String, clearing: Clearing = .leavesOut
    ) throws(SCIMError) -> AttributeValue {
        if type == .complex { return try coerceComplex(value, at: place(), clearing: clearing) }
        switch (type, value) {
        case (_, .null), (_, .string("")):
            return .null
        case (.string, .string(let text)), (.reference, .string(let text)):
            let limit = uniqueness == .none ? ValueLimits.stringBytes : ValueLimits.uniqueStringBytes
            if text.utf8.count <= limit { return value }
            throw SCIMError(.invalidValue, "'\(place())' is longer than \(limit) bytes")
        case (.boolean, .boolean):
            return value
        case (.boolean, .string(let text)):
            // Entra ID, OneLogin and Keycloak send Booleans as strings.
            if let truth = Bool(text.lowercased()) { return .boolean(truth) }
        case (.integer, .number(let number)):
            if number.integer != nil { return value }
        case (.decimal, .number):
            return value
        case (.dateTime, .string(let text)):
            if DateTime(text) != nil { return value }
        case (.binary, .string(let text)):
            if isBase64(text) { return value }
        default:
            break
        }
        throw SCIMError(.invalidValue, "'\(place())' must be \(type.article)")
    }

    /// Refuses more values than an attribute may have.
    func checkCount(_ count: Int, at place: @autoclosure () -> String) throws(SCIMError) {
        guard count > ValueLimits.values, !refersToResources else { return }
        throw SCIMError(.invalidValue, "'\(place())' has more than \(ValueLimits.values) values")
    }

    private func coerceComplex(
        _ value: AttributeValue, at place: @autoclosure () -> String, clearing: Clearing
    ) throws(SCIMError) -> AttributeValue {
        switch value {
        case .complex(let attributes):
            let kept = try coerceAttributes(attributes, at: place(), clearing: clearing)
            // In a PATCH, nothing that is known clears nothing: it is no null.
            return kept.isEmpty && clearing == .leavesOut ? .null : .complex(kept)
        case .array(let values) where values.count == 1 && !isMultiValued:
            // Old Entra ID samples write the manager as an array with one element.
            return try coerceComplex(values[0], at: place(), clearing: clearing)
        case .null, .string(""):
            return .null
        case .string:
            // Entra ID writes the manager, and Okta roles, as a bare value.
            if let definition = subAttribute(.value) {
                return [.value: try definition.coerce(value, at: "\(place()).value")]
            }
        default:
            break
        }
        throw SCIMError(.invalidValue, "'\(place())' must be a complex value")
    }

    private func coerceAttributes(
        _ attributes: Attributes, at place: @autoclosure () -> String, clearing: Clearing
    ) throws(SCIMError) -> Attributes {
        var separator: String { self.name.isSchemaURI ? ":" : "." }
        var kept = Attributes()
        kept.reserveCapacity(attributes.count)
        for (name, value) in attributes {
            guard let definition = subAttribute(name), definition.isWritable else { continue }
            if definition.isComputedReference(of: self) { continue }
            let coerced = try definition.coerce(
                value, at: "\(place())\(separator)\(definition.name)", clearing: clearing)
            if coerced != .null || clearing == .keepsNull { kept.append(definition.name, coerced) }
        }
        if kept[.value] == nil, let value = idInReference(attributes) { kept.append(.value, value) }
        if clearing == .leavesOut, !kept.isEmpty { try requireParts(of: .complex(kept), at: place()) }
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
        guard refersToResources, let uri = attributes[.reference]?.string, let id = uri.split(separator: "/").last
        else { return nil }
        return .string(String(id))
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
    fileprivate var article: String {
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
