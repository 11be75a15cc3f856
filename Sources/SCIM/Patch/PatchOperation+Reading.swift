extension PatchOperation {
    /// The most operations that one PATCH may hold, those counted that an operation without path stands for.
    public static let maximumCount = 1_000

    /// Reads the body of a PATCH (RFC 7644 §3.5.2); an operation without path becomes one for each attribute it names.
    ///
    /// - Parameter repairs: Notes what had to be put right.
    /// - Throws: ``SCIMError/Code/invalidSyntax`` if the body is no PatchOp message;
    ///   ``SCIMError/Code/invalidPath``, ``SCIMError/Code/invalidFilter``, ``SCIMError/Code/invalidValue``,
    ///   ``SCIMError/Code/mutability`` or ``SCIMError/Code/noTarget`` for what is wrong with one operation;
    ///   ``SCIMError/Code/tooMany`` beyond ``maximumCount``.
    public static func operations(
        reading body: AttributeValue, for type: ResourceType, repairs: inout Repairs
    ) throws(SCIMError) -> [PatchOperation] {
        guard case .array(let entries)? = try Self.entries(of: body, repairs: &repairs), !entries.isEmpty else {
            throw SCIMError(.invalidSyntax, "'Operations' must be an array with at least one operation")
        }
        guard entries.count <= maximumCount else {
            throw SCIMError(.tooMany, "'Operations' holds \(entries.count) operations; the limit is \(maximumCount)")
        }
        var operations: [PatchOperation] = []
        var comparisons = 0
        for (index, entry) in entries.enumerated() {
            let read: [PatchOperation]
            do {
                read = try Self.read(entry, for: type, &repairs)
            } catch {
                throw SCIMError(error.code, "Operations[\(index)]: \(error)")
            }
            // Counted while reading: the paths behind the limit are not even looked at.
            comparisons += read.reduce(0) { $0 + $1.comparisons }
            operations += read
            try refuseTooMany(operations.count, comparing: comparisons)
        }
        return operations
    }

    /// Reads the body of a PATCH and puts right what clients are known to write otherwise.
    ///
    /// - Throws: As the method that notes the repairs.
    package static func operations(
        reading body: AttributeValue, for type: ResourceType
    ) throws(SCIMError) -> [PatchOperation] {
        var repairs = Repairs()
        return try operations(reading: body, for: type, repairs: &repairs)
    }

    /// Refuses more operations, or more comparisons in their paths, than one request may have.
    static func refuseTooMany(_ operations: Int, comparing comparisons: Int) throws(SCIMError) {
        guard comparisons <= ValueLimits.patchComparisons else {
            throw SCIMError(
                .tooMany, "the paths of all operations hold more than \(ValueLimits.patchComparisons) comparisons")
        }
        guard operations <= maximumCount else {
            throw SCIMError(.tooMany, "the operations name more than \(maximumCount) attributes")
        }
    }

    private static func entries(
        of body: AttributeValue, repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue? {
        guard case .array = body else { return try body.message(MessageURI.patchOp, repairs: &repairs)["Operations"] }
        try repairs.make(.bareOperations, else: .invalidSyntax, "the body must be a JSON object with 'Operations'")
        return body
    }

    private static func read(
        _ entry: AttributeValue, for type: ResourceType, _ repairs: inout Repairs
    ) throws(SCIMError) -> [PatchOperation] {
        guard case .complex(let entry) = entry else {
            throw SCIMError(.invalidSyntax, "an operation must be an object")
        }
        let rule: SCIMError.Detail = "'op' must be 'add', 'remove' or 'replace'"
        guard let op = entry["op"]?.string, let kind = Kind(rawValue: op.lowercased()) else {
            throw SCIMError(.invalidSyntax, rule)
        }
        if kind.rawValue != op { try repairs.make(.operationLetterCase, else: .invalidSyntax, rule) }
        let value = entry[.value], path = entry["path"]
        switch path {
        case nil, .null?, .string("")?:
            if path != nil { try repairs.make(.emptyPath, else: .invalidPath, "'path' must not be empty") }
            guard kind != .remove else { throw SCIMError(.noTarget, "'remove' needs a 'path'") }
            guard
                case .complex(let attributes)? = try value.map({ (value) throws(SCIMError) in
                    try single(value, at: "value", &repairs)
                })
            else {
                throw SCIMError(.invalidValue, "without 'path' the 'value' must be an object of attributes")
            }
            return try operations(kind, naming: attributes, of: type, else: .invalidPath, repairs: &repairs)
        case .string(let path)? where AttributeName(path) == AttributeName(type.schema.id):
            let rule: SCIMError.Detail = "'path' must name an attribute, not the schema of the type"
            guard kind != .remove, case .complex(let attributes)? = value else { throw SCIMError(.invalidPath, rule) }
            try repairs.make(.qualifiedKey, else: .invalidPath, rule)
            return try operations(kind, naming: attributes, of: type, else: .invalidPath, repairs: &repairs)
        case .string(let path)?:
            let target = try PatchTarget(path, of: type, limits: .body, repairs: &repairs)
            if kind != .remove, target.filter == nil, target.path.isCommon(.schemas) {
                try check(schemas: value, of: type, &repairs)
                return []
            }
            guard target.path.definition.mutability != .readOnly, target.path.attribute.mutability != .readOnly else {
                throw SCIMError(.mutability, "'\(target.path.path)' is read-only")
            }
            guard value != nil || kind == .remove else {
                throw SCIMError(.invalidValue, "'\(kind.rawValue)' needs a 'value'")
            }
            return try operation(kind, target, value ?? .null, &repairs).map { [$0] } ?? []
        default:
            throw SCIMError(.invalidPath, "'path' must be a string")
        }
    }

    /// Holds the URIs that an operation adds to `schemas` against those of the type.
    ///
    /// Clients may write `schemas` (RFC 7644 §3.5.2), but what stands there follows from what the resource holds.
    static func check(
        schemas value: AttributeValue?, of type: ResourceType, _ repairs: inout Repairs
    ) throws(SCIMError) {
        guard let uris = value?.values, !uris.isEmpty, uris.allSatisfy({ $0.string != nil }) else {
            throw SCIMError(.invalidValue, "'schemas' must be an array of URIs")
        }
        let known = [AttributeName(type.schema.id)] + type.extensions.map(\.name)
        guard uris.contains(where: { !known.contains(AttributeName($0.string ?? "")) }) else { return }
        try repairs.make(
            .foreignSchemas, else: .invalidValue, "'schemas' must name nothing that \(type.name) does not have")
    }

    /// Brings the value into the form in which the target keeps it; `nil` where nothing is kept, as of passwords.
    static func operation(
        _ kind: Kind, _ target: PatchTarget, _ value: AttributeValue, _ repairs: inout Repairs
    ) throws(SCIMError) -> PatchOperation? {
        let definition = target.path.definition
        guard try definition.keeps(value, at: target.path.path.description, repairs: &repairs) else { return nil }
        if definition.isComputedReference(of: target.path.attribute) {
            return try reference(kind, target, value, &repairs)
        }
        let place = target.path.path.description
        let selectsElements = target.filter != nil && target.path.subAttribute == nil
        if kind == .remove {
            if definition.isMultiValued, target.filter == nil, value != .null {
                // Dropping all of them, as the RFC has it, would empty the group.
                try repairs.make(.removalByValues, else: .invalidValue, "'remove' of '\(place)' takes no 'value'")
                let leaving = try definition.coerce(value, at: place, from: .change, repairs: &repairs)
                guard leaving != .null else {
                    throw SCIMError(.invalidValue, "'value' names none of '\(place)': without 'value' all of them go")
                }
                return PatchOperation(.remove, target, leaving)
            }
            if value != .null {
                // Which of the values is meant, only the RFC's own forms can say.
                guard target.path.subAttribute == nil || !target.path.attribute.isMultiValued || target.filter != nil
                else {
                    throw SCIMError(.invalidValue, "'remove' of '\(place)' takes no 'value': choose by a filter")
                }
                try repairs.make(.removalByValues, else: .invalidValue, "'remove' of '\(place)' takes no 'value'")
            }
            guard !definition.isRequired || selectsElements else {
                throw SCIMError(.mutability, "'\(place)' is required and cannot be removed")
            }
            return PatchOperation(.remove, target)
        }
        let coerced =
            selectsElements
            ? try definition.coerceOne(single(value, at: place, &repairs), at: place, from: .change, repairs: &repairs)
            : try definition.coerce(value, at: place, from: .change, repairs: &repairs)
        if coerced == .null, definition.isRequired {
            throw SCIMError(.invalidValue, "'\(place)' is required and cannot be cleared")
        }
        return PatchOperation(kind, target, coerced)
    }

    /// The `$ref` of a reference is the provider's to write, but one that a client sends may name the value.
    private static func reference(
        _ kind: Kind, _ target: PatchTarget, _ value: AttributeValue, _ repairs: inout Repairs
    ) throws(SCIMError) -> PatchOperation? {
        let attribute = target.path.attribute
        guard kind != .remove else { return nil }
        guard !attribute.isMultiValued else {
            throw SCIMError(
                .mutability, "'\(target.path.path)' says which value it is: remove that one and add another")
        }
        let whole = PatchTarget(ResolvedPath(schema: target.path.path.schema, attribute))
        return try operation(kind, whole, [.reference: value], &repairs)
    }

    private static func single(
        _ value: AttributeValue, at place: String, _ repairs: inout Repairs
    ) throws(SCIMError) -> AttributeValue {
        guard case .array(let values) = value, values.count == 1 else { return value }
        try repairs.make(.arrayForSingleValue, else: .invalidValue, "'\(place)' must not be an array")
        return values[0]
    }
}
