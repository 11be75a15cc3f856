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
        let value = try openingJSON(in: value, at: place(), repairs: &repairs) ?? value
        if !origin.isChange { try requireArray(value, at: place(), repairs: &repairs) }
        try checkCount(value.values.count, at: place())
        var elements: [AttributeValue] = []
        elements.reserveCapacity(value.values.count)
        for (index, element) in value.values.enumerated() {
            let element = try coerceOne(
                element, at: value.array == nil ? place() : "\(place())[\(index)]",
                from: origin.element, repairs: &repairs)
            if element != .null { elements.append(element) }
        }
        // Read as "nothing", a list of values without content would take everybody out of a group.
        guard !refersToResources || origin == .store || !elements.isEmpty || value.values.isEmpty else {
            throw unreadable(at: place())
        }
        elements = merging([], with: elements)
        guard elements.count(where: \.isPrimary) <= 1 else {
            throw SCIMError(.invalidValue, "'\(place())' has more than one primary value")
        }
        return elements.isEmpty ? .null : .array(elements)
    }

    /// Notes a single value where the values of a multi-valued attribute belong.
    func requireArray(
        _ value: AttributeValue, at place: @autoclosure () -> String, repairs: inout Repairs
    ) throws(SCIMError) {
        guard value.array == nil, value != .null, value != "", opened(value)?.array == nil else { return }
        try repairs.make(.singleValueForArray, else: .invalidValue, "'\(place())' must be an array")
    }

    /// Like ``coerce(_:at:from:repairs:)``, for one value of the attribute.
    func coerceOne(
        _ value: AttributeValue, at place: @autoclosure () -> String, from origin: Origin, repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue {
        if type == .complex { return try coerceComplex(value, at: place(), from: origin, repairs: &repairs) }
        if value == .null { return .null }
        if let inner = try unwrapped(value, at: place(), repairs: &repairs) {
            return try coerceOne(inner, at: place(), from: origin, repairs: &repairs)
        }
        switch (type, value) {
        case (_, .string("")) where !keepsEmpty(from: origin, repairs):
            return try emptied(at: place(), repairs: &repairs)
        case (.string, .string(let text)), (.reference, .string(let text)):
            try check(text, at: place(), from: origin, repairs: &repairs)
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

    /// The simple value inside an array of one or an object, and the text of a number; `nil` where nothing has to be unwrapped.
    private func unwrapped(
        _ value: AttributeValue, at place: @autoclosure () -> String, repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue? {
        switch (type, value) {
        case (_, .array(let values)) where values.count == 1 && values[0].array == nil && !isMultiValued:
            try repairs.make(.arrayForSingleValue, else: .invalidValue, "'\(place())' must not be an array")
            return values[0]
        case (_, .complex(let parts)):
            guard let inner = parts.wrappedValue else { return nil }
            try repairs.make(.wrappedValue, else: .invalidValue, "'\(place())' must not be an object")
            return inner
        case (.string, .number(let number)):
            try repairs.make(.numberForText, else: .invalidValue, "'\(place())' must be a string")
            return .string(number.text)
        default:
            return nil
        }
    }

    /// Refuses a text that says nothing, is too long, or lacks the form of the attribute.
    private func check(
        _ text: String, at place: @autoclosure () -> String, from origin: Origin, repairs: inout Repairs
    ) throws(SCIMError) {
        guard !isTold || origin == .store || !text.isBlank else {
            throw SCIMError(.invalidValue, "'\(place())' must hold more than blanks")
        }
        let limit = maximumBytes(of: text)
        guard text.utf8.count <= limit else {
            throw SCIMError(.invalidValue, "'\(place())' is longer than \(limit) bytes")
        }
        // Many programs end a text there, so that two of them would see two different ones.
        guard !text.utf8.contains(0) else {
            throw SCIMError(.invalidValue, "'\(place())' must not hold the character U+0000")
        }
        try checkFormat(text, at: place(), repairs: &repairs)
    }

    private func maximumBytes(of text: String) -> Int {
        if uniqueness != .none { return ValueLimits.uniqueStringBytes }
        let isData = type == .reference && text.utf8.prefix(5).map(\.lowercasedASCII) == Array("data:".utf8)
        return isData ? ValueLimits.dataURIBytes : ValueLimits.stringBytes
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

    /// Whether resources are told by the value, so that a text which nobody can see is none.
    private var isTold: Bool { isRequired || uniqueness != .none }

    /// Whether an empty string is kept as the value of its own that it is (RFC 7643 §2.3.1).
    ///
    /// It is where nothing is put right, and where it was kept before.
    private func keepsEmpty(from origin: Origin, _ repairs: Repairs) -> Bool {
        type == .string && !isTold && (origin == .store || !repairs.areAllowed)
    }

    /// Clients that send an empty string mean no value.
    func emptied(
        at place: @autoclosure () -> String, repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue {
        try repairs.make(.emptyStringAsNull, else: .invalidValue, "'\(place())' must not be empty")
        return .null
    }
}

extension Attributes {
    /// The value of a simple attribute that came wrapped in an object, as `{"$ref":null,"value":"x"}` (Entra ID); `nil` if the
    /// object says more.
    fileprivate var wrappedValue: AttributeValue? {
        allSatisfy { $0.name == .value || $0.value == .null } ? self[.value] : nil
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
