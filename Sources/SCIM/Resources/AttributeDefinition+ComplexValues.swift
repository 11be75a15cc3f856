extension AttributeDefinition {
    /// Holds a complex value, or one of several, against its parts (RFC 7643 §2.3.8).
    ///
    /// A value of which nothing can be read is refused: read as "nothing", it would clear what is there.
    func coerceComplex(
        _ value: AttributeValue, at place: @autoclosure () -> String, from origin: Origin, repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue {
        switch value {
        case .complex(let attributes):
            let kept = try coerceAttributes(attributes, at: place(), from: origin, repairs: &repairs)
            // In a PATCH, nothing that is known clears nothing: it is no null.
            if origin == .change { return .complex(kept) }
            if origin == .store || name.isSchemaURI { return kept.isEmpty ? .null : .complex(kept) }
            return try saysSomething(kept, of: attributes, at: place(), repairs: &repairs) ? .complex(kept) : .null
        case .array(let values) where values.count == 1 && !isMultiValued:
            try repairs.make(.arrayForSingleValue, else: .invalidValue, "'\(place())' must not be an array")
            return try coerceComplex(values[0], at: place(), from: origin, repairs: &repairs)
        case .null:
            return .null
        case .string(""):
            return try emptied(at: place(), repairs: &repairs)
        case .string:
            if let json = try openingJSON(in: value, at: place(), repairs: &repairs) {
                return try coerceComplex(json, at: place(), from: origin, repairs: &repairs)
            }
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

    /// Whether anything is left of a value that is complete in itself.
    ///
    /// - Parameters:
    ///   - kept: What could be read of it.
    ///   - sent: The whole of it.
    /// - Throws: ``SCIMError/Code/invalidValue`` if the client meant something that cannot be read.
    private func saysSomething(
        _ kept: Attributes, of sent: Attributes, at place: @autoclosure () -> String, repairs: inout Repairs
    ) throws(SCIMError) -> Bool {
        // A role may be named by its type or its display name alone.
        guard isHollow(kept, besides: namesRoles ? [.type, .display] : []) else { return true }
        // What was read and is not kept was null in one of its spellings.
        let isUnassigned =
            resourceName(in: sent) != nil
            || sent.contains { name, _ in
                subAttribute(name).map { $0.isSignificant && kept[$0.name] == nil } ?? false
            }
        if !isMultiValued {
            if !kept.isEmpty { return true }
            guard isUnassigned || sent.isEmpty || sent.contains(where: { subAttribute($0.name) != nil }) else {
                throw unreadable(at: place())
            }
            return false
        }
        guard isUnassigned || (!kept.isEmpty && !refersToResources && sent.allSatisfy { subAttribute($0.name) != nil })
        else { throw unreadable(at: place()) }
        if !kept.isEmpty {
            try repairs.make(.hollowValue, else: .invalidValue, "'\(place())' is incomplete: \(need)")
        }
        return false
    }

    func unreadable(at place: String) -> SCIMError {
        SCIMError(.invalidValue, "nothing in '\(place)' can be read: \(need)")
    }

    /// What a value has to hold to say anything.
    private var need: SCIMError.Detail {
        if subAttribute(.value) != nil { return "it needs a 'value'" }
        return
            "it needs one of \(own: subAttributes.filter(\.isSignificant).map { "'\($0.name)'" }.joined(separator: ", "))"
    }

    private func coerceAttributes(
        _ attributes: Attributes, at place: @autoclosure () -> String, from origin: Origin, repairs: inout Repairs
    ) throws(SCIMError) -> Attributes {
        var separator: String { self.name.isSchemaURI ? ":" : "." }
        let stranger = resourceName(in: attributes)
        var kept = Attributes()
        kept.reserveCapacity(attributes.count)
        for (name, value) in attributes {
            guard let definition = subAttribute(name) else {
                if name == stranger { continue }
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
            if origin == .change, definition.isMultiValued {
                try definition.requireArray(value, at: partPlace(), repairs: &repairs)
            }
            let coerced = try definition.coerce(value, at: partPlace(), from: origin, repairs: &repairs)
            if coerced != .null || origin == .change { kept.append(definition.name, coerced) }
        }
        if (kept[.value] ?? .null) == .null, let id = try idOfResource(in: attributes, at: place(), repairs: &repairs),
            let definition = subAttribute(.value)
        {
            let coerced = try definition.coerce(id, at: "\(place()).value", from: origin, repairs: &repairs)
            if coerced != .null || origin == .change { kept[.value] = coerced }
        }
        if origin != .change, !kept.isEmpty { try requireParts(of: .complex(kept), at: place()) }
        return kept
    }
}

/// References to other resources (RFC 7643 §2.4).
extension AttributeDefinition {
    /// Whether this is the `$ref` of a reference to another resource, which the provider writes from the value.
    func isComputedReference(of parent: AttributeDefinition) -> Bool {
        name == .reference && type == .reference && parent.subAttribute(.value) != nil
            && referenceTypes.contains { $0 != "external" && $0 != "uri" }
    }

    /// Whether the values of this attribute name other resources by their ids.
    public var refersToResources: Bool {
        subAttribute(.reference)?.isComputedReference(of: self) ?? false
    }

    /// The name under which a client sent the id of a resource, if it is `id` and neither `value` nor `$ref` has it.
    private func resourceName(in attributes: Attributes) -> AttributeName? {
        guard attributes[.id] != nil, refersToResources, subAttribute(.id) == nil,
            (attributes[.value] ?? .null).isUnassigned, (attributes[.reference] ?? .null).isUnassigned
        else { return nil }
        return .id
    }

    /// The id of a resource that came without `value`: at the end of a `$ref`, or as `id`.
    private func idOfResource(
        in attributes: Attributes, at place: @autoclosure () -> String, repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue? {
        if let name = resourceName(in: attributes) {
            try repairs.make(.idForValue, else: .invalidValue, "'\(place())' needs a 'value' instead of '\(own: name)'")
            return attributes[name]
        }
        guard refersToResources, let uri = attributes[.reference]?.string else { return nil }
        let segments = uri.split(separator: "/")
        let types = subAttribute(.reference)?.referenceTypes ?? []
        // Endpoints are named after their types, in the plural: another URL names no resource of this provider.
        let isKnown = { (name: Substring) in types.contains { name.lowercased().hasPrefix($0.lowercased()) } }
        guard let id = segments.last, segments.dropLast().last.map(isKnown) ?? !uri.contains("/") else {
            guard attributes[.value] == nil else { return nil }
            throw SCIMError(.invalidValue, "'$ref' of '\(place())' names no resource here, and there is no 'value'")
        }
        return .string(PercentEncoding.decode(id.utf8, plusIsBlank: false) ?? String(id))
    }
}

/// What a value says, and in what form it says it.
extension AttributeDefinition {
    /// The parts that describe a value and are none themselves (RFC 7643 §2.4).
    private static let descriptive: Set<AttributeName> = [.type, .primary, .display, .reference]

    private var isSignificant: Bool { !Self.descriptive.contains(name) && isWritable }

    /// Whether the values are roles, which have no prescribed form (RFC 7643 §4.1.2): a `RoleResolver` reads them.
    private var namesRoles: Bool { name == .roles }

    /// Whether nothing is in a value of this attribute but what describes it, such as its `type`.
    ///
    /// - Parameter telling: Parts that say something although they describe.
    func isHollow(_ value: Attributes, besides telling: Set<AttributeName> = []) -> Bool {
        value.allSatisfy { Self.descriptive.contains($0.name) && !telling.contains($0.name) }
            && subAttributes.contains(where: \.isSignificant)
    }

    /// The value that a text is the JSON of, where objects belong.
    func opened(_ value: AttributeValue) -> AttributeValue? {
        guard type == .complex, !namesRoles, case .string(let text) = value,
            let first = text.utf8.first(where: { $0 > UInt8(ascii: " ") }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return nil }
        return try? JSONReader.read(text.utf8)
    }

    /// Opens the text of JSON and notes it.
    func openingJSON(
        in value: AttributeValue, at place: @autoclosure () -> String, repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue? {
        guard let json = opened(value) else { return nil }
        try repairs.make(.jsonText, else: .invalidValue, "'\(place())' must be JSON and not a text that holds it")
        return json
    }
}

extension AttributeValue {
    /// Whether this value of a multi-valued attribute is the preferred one.
    var isPrimary: Bool {
        if case .complex(let attributes) = self { attributes[.primary] == .boolean(true) } else { false }
    }
}
