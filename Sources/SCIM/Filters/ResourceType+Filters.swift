extension ResourceType {
    /// Checks a filter against the schemas of this type (RFC 7644 §3.4.2.2).
    ///
    /// - Parameters:
    ///   - unknown: What becomes of attributes that no schema of this type knows. In a query over several types they
    ///     have no value (RFC 7644 §3.4.2.1).
    ///   - neverReturned: What becomes of attributes such as passwords. A search that is no part of a URI may name them,
    ///     but finds nothing out: they have no value, whatever the resource holds.
    ///   - repairs: Notes what had to be put right.
    /// - Throws: ``SCIMError/Code/invalidFilter`` for an unknown attribute and for an operator or a value that does not
    ///   suit the attribute; ``SCIMError/Code/sensitive`` for one that is never returned.
    public func resolve(
        _ filter: Filter, unknown: ResolvedFilter.Treatment = .refused,
        neverReturned: ResolvedFilter.Treatment = .refused, repairs: inout Repairs
    ) throws(SCIMError) -> ResolvedFilter {
        let resolution = FilterResolution(names: .ofType(self), unknown: unknown, neverReturned: neverReturned)
        return try resolution.resolve(filter, &repairs)
    }

    /// Checks a filter and puts right what clients are known to write otherwise, without a note of it.
    ///
    /// - Throws: As the method that notes the repairs, with every treatment as `.refused`.
    public func resolve(_ filter: Filter) throws(SCIMError) -> ResolvedFilter {
        var repairs = Repairs()
        return try resolve(filter, repairs: &repairs)
    }
}

extension AttributeDefinition {
    /// Checks a filter over the sub-attributes of this attribute, as it stands in brackets.
    func resolve(_ filter: Filter, repairs: inout Repairs) throws(SCIMError) -> ResolvedFilter {
        guard isEverReturned else {
            throw SCIMError(.sensitive, "'\(name)' is never returned, so its values cannot be told apart")
        }
        return try FilterResolution(names: .ofParts(of: self)).resolve(filter, &repairs)
    }

    /// The single value of a simple multi-valued attribute, under the name `value` by which filters call it.
    fileprivate var asElement: AttributeDefinition {
        var element = self
        element.name = .value
        element.isMultiValued = false
        return element
    }
}

/// Replaces the names in a filter by what they mean and prepares the operands.
private struct FilterResolution {
    let names: Names
    var unknown = ResolvedFilter.Treatment.refused
    var neverReturned = ResolvedFilter.Treatment.refused

    /// What the names of a filter are looked up in.
    enum Names {
        case ofType(ResourceType)
        /// The parts of one value, as in brackets.
        case ofParts(of: AttributeDefinition)
    }

    func resolve(_ filter: Filter, _ repairs: inout Repairs) throws(SCIMError) -> ResolvedFilter {
        switch filter {
        case .any(let terms): return .any(try resolve(terms, &repairs))
        case .all(let terms): return .all(try resolve(terms, &repairs))
        case .not(let filter): return .not(try resolve(filter, &repairs))
        case .present(let name):
            guard let path = try searchable(name, &repairs) else { return .constant(false) }
            return .present(path)
        case .compare(let name, let comparison, let value):
            guard let path = try searchable(name, &repairs) else {
                return .constant(value == .null ? comparison == .eq : comparison == .ne)
            }
            if value == .null { return try compareWithNull(path, comparison) }
            guard let valuePath = try valuePath(path) else { return .constant(comparison == .ne) }
            return try compare(valuePath, comparison, value, &repairs)
        case .element(let name, let filter):
            guard let path = try searchable(name, &repairs) else { return .constant(false) }
            guard path.subAttribute == nil, path.attribute.isMultiValued || path.attribute.type == .complex else {
                throw SCIMError(.invalidFilter, "'\(path.path)' has no values to select from with [ ]")
            }
            let inner = FilterResolution(
                names: .ofParts(of: path.attribute), unknown: unknown, neverReturned: neverReturned)
            return .element(path, try inner.resolve(filter, &repairs))
        }
    }

    private func resolve(_ terms: [Filter], _ repairs: inout Repairs) throws(SCIMError) -> [ResolvedFilter] {
        var resolved: [ResolvedFilter] = []
        for term in terms { resolved.append(try resolve(term, &repairs)) }
        return resolved
    }

    /// What a name means; `nil` if it counts as an attribute without value.
    private func searchable(_ name: String, _ repairs: inout Repairs) throws(SCIMError) -> ResolvedPath? {
        guard var path = try path(name, &repairs) else {
            if unknown == .unassigned { return nil }
            throw SCIMError(.invalidFilter, "unknown attribute '\(name: name.prefix(100))'")
        }
        if let subAttribute = path.subAttribute {
            path = ResolvedPath(
                schema: path.path.schema, path.attribute, path.attribute.comparingIDsExactly(subAttribute))
        }
        return try shown(path)
    }

    private func path(_ text: String, _ repairs: inout Repairs) throws(SCIMError) -> ResolvedPath? {
        switch names {
        case .ofType(let type):
            return try type.resolve(text, repairs: &repairs, else: .invalidFilter)
        case .ofParts(let definition):
            let name = AttributeName(text)
            if definition.type != .complex, name == .value { return ResolvedPath(definition.asElement) }
            return definition.subAttribute(name).map { ResolvedPath(definition.comparingIDsExactly($0)) }
        }
    }

    /// Whether the names are those of the parts of one value among several.
    private var isElement: Bool {
        if case .ofParts(let definition) = names { definition.isMultiValued } else { false }
    }

    /// Refuses what is never returned, lest a search find it out.
    private func shown(_ path: ResolvedPath) throws(SCIMError) -> ResolvedPath? {
        if path.isEverReturned { return path }
        if neverReturned == .unassigned { return nil }
        throw SCIMError(.sensitive, "'\(path.path)' is never returned, so it cannot be searched for")
    }

    /// A complex attribute stands for its `value`: Entra ID and Ping compare `manager`, `members` and `emails` bare.
    private func valuePath(_ path: ResolvedPath) throws(SCIMError) -> ResolvedPath? {
        guard path.definition.type == .complex else { return path }
        guard path.subAttribute == nil, let value = path.attribute.subAttribute(.value) else {
            throw SCIMError(.invalidFilter, "'\(path.path)' is complex: name one of its sub-attributes")
        }
        return try shown(
            ResolvedPath(schema: path.path.schema, path.attribute, path.attribute.comparingIDsExactly(value)))
    }

    private func compare(
        _ path: ResolvedPath, _ comparison: ComparisonOperator, _ value: AttributeValue, _ repairs: inout Repairs
    ) throws(SCIMError) -> ResolvedFilter {
        let type = path.definition.type
        guard Self.operators(for: type).contains(comparison) else {
            throw SCIMError(
                .invalidFilter, "'\(comparison.rawValue)' cannot be used on '\(path.path)', a \(type.rawValue)")
        }
        var rule: SCIMError.Detail { "'\(path.path)' is a \(type.rawValue); the value is not" }
        let form = ResolvedFilter.Operand.Form(path.definition)
        var prepared = ResolvedFilter.Operand(value, as: form)
        if prepared == nil, let text = value.unquoted, let asText = ResolvedFilter.Operand(.string(text), as: form) {
            try repairs.make(.unquotedOperand, else: .invalidFilter, rule)
            prepared = asText
        }
        guard let operand = prepared else { throw SCIMError(.invalidFilter, rule) }
        guard case .boolean(let truth) = operand else { return .compare(path, comparison, operand) }
        if value.string != nil {
            try repairs.make(.booleanAsString, else: .invalidFilter, rule)
        }
        guard path.definition.name == .primary else { return .compare(path, comparison, operand) }
        // A missing `primary` counts as false (RFC 7643 §2.4): it is asked whether it is true or not.
        if isElement { return .compare(path, (comparison == .eq) == truth ? .eq : .ne, .boolean(true)) }
        guard path.subAttribute != nil, path.attribute.isMultiValued else {
            return .compare(path, comparison, operand)
        }
        return try comparePrimary(of: path, comparison, truth, &repairs)
    }

    /// Null stands for the absence of a value (RFC 7643 §2.5).
    private func compareWithNull(
        _ path: ResolvedPath, _ comparison: ComparisonOperator
    ) throws(SCIMError) -> ResolvedFilter {
        switch comparison {
        case .eq: return .not(.present(path))
        case .ne: return .present(path)
        default: throw SCIMError(.invalidFilter, "'\(path.path)' can only be compared with null by eq and ne")
        }
    }

    /// A missing `primary` counts as false (RFC 7643 §2.4), so that each value is looked at by itself.
    private func comparePrimary(
        of path: ResolvedPath, _ comparison: ComparisonOperator, _ truth: Bool, _ repairs: inout Repairs
    ) throws(SCIMError) -> ResolvedFilter {
        let whole = ResolvedPath(schema: path.path.schema, path.attribute)
        let condition = Filter.compare(AttributeName.primary.text, comparison, .boolean(truth))
        let oneHolds = ResolvedFilter.element(whole, try path.attribute.resolve(condition, repairs: &repairs))
        return comparison == .ne ? .any([.not(.present(whole)), oneHolds]) : oneHolds
    }

    private static func operators(for type: AttributeDefinition.AttributeType) -> Set<ComparisonOperator> {
        switch type {
        case .string, .reference: Set(ComparisonOperator.allCases)
        case .integer, .decimal, .dateTime: [.eq, .ne, .gt, .ge, .lt, .le]
        case .boolean: [.eq, .ne]
        case .binary: [.eq, .ne, .co, .sw, .ew]
        case .complex: []
        }
    }
}

extension AttributeValue {
    /// A number or a Boolean as the text that a client may have meant and not put in quotes.
    fileprivate var unquoted: String? {
        switch self {
        case .number(let number): number.text
        case .boolean(let truth): String(truth)
        default: nil
        }
    }
}

extension ResolvedFilter.Operand {
    /// What of a definition decides how its values compare.
    struct Form {
        let type: AttributeDefinition.AttributeType
        let foldsCase: Bool

        init(_ definition: AttributeDefinition) {
            type = definition.type
            foldsCase = definition.foldsCase
        }
    }

    /// Prepares a value for comparisons with an attribute; `nil` if the types do not go together.
    init?(_ value: AttributeValue, as form: Form) {
        switch (form.type, value) {
        case (.string, .string(let text)), (.reference, .string(let text)), (.binary, .string(let text)):
            self = .string(form.foldsCase ? text.caseFolded : text)
        case (.integer, .number(let number)), (.decimal, .number(let number)):
            self = .number(number)
        case (.boolean, .boolean(let truth)):
            self = .boolean(truth)
        case (.boolean, .string(let text)):
            // Entra ID compares Booleans with the strings "True" and "False".
            guard let truth = Bool(text.lowercased()) else { return nil }
            self = .boolean(truth)
        case (.dateTime, .string(let text)):
            guard let instant = DateTime(text) else { return nil }
            self = .dateTime(instant)
        default:
            return nil
        }
    }
}

extension AttributeDefinition {
    /// The definition of a sub-attribute of this one, case exact where it holds the id of a resource.
    ///
    /// RFC 7643 §8.7.1 prints `members.value` and `groups.value` as not case exact, but §3.1 makes ids so.
    fileprivate func comparingIDsExactly(_ subAttribute: AttributeDefinition) -> AttributeDefinition {
        guard subAttribute.name == .value, refersToResources else { return subAttribute }
        var exact = subAttribute
        exact.isCaseExact = true
        return exact
    }

    /// Whether letter case plays no part when values are compared: a text with `caseExact` false (RFC 7643 §2.2).
    public var foldsCase: Bool { type == .string && !isCaseExact }
}
