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
        let body = try body.message(MessageURI.patchOp, repairs: &repairs)
        guard case .array(let entries)? = body["Operations"], !entries.isEmpty else {
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
                throw SCIMError(error.code, "Operations[\(index)]: \(error.detail)")
            }
            // Counted while reading: the paths behind the limit are not even looked at.
            comparisons += read.reduce(0) { $0 + $1.comparisons }
            guard comparisons <= ValueLimits.patchComparisons else {
                throw SCIMError(
                    .tooMany, "the paths of all operations hold more than \(ValueLimits.patchComparisons) comparisons")
            }
            operations += read
            guard operations.count <= maximumCount else {
                throw SCIMError(.tooMany, "the operations name more than \(maximumCount) attributes")
            }
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

    private static func read(
        _ entry: AttributeValue, for type: ResourceType, _ repairs: inout Repairs
    ) throws(SCIMError) -> [PatchOperation] {
        guard case .complex(let entry) = entry else {
            throw SCIMError(.invalidSyntax, "an operation must be an object")
        }
        let rule = "'op' must be 'add', 'remove' or 'replace'"
        guard let op = entry["op"]?.string, let kind = Kind(rawValue: op.lowercased()) else {
            throw SCIMError(.invalidSyntax, rule)
        }
        if kind.rawValue != op { try repairs.make(.operationLetterCase, else: .invalidSyntax, rule) }
        let value = entry[.value], path = entry["path"]
        switch path {
        case nil, .null?, .string("")?:
            if path != nil { try repairs.make(.emptyPath, else: .invalidPath, "'path' must not be empty") }
            guard kind != .remove else { throw SCIMError(.noTarget, "'remove' needs a 'path'") }
            guard case .complex(let attributes)? = value else {
                throw SCIMError(.invalidValue, "without 'path' the 'value' must be an object of attributes")
            }
            return try pathless(kind, attributes, for: type, &repairs)
        case .string(let path)? where AttributeName(path) == AttributeName(type.schema.id):
            let rule = "'path' must name an attribute, not the schema of the type"
            guard kind != .remove, case .complex(let attributes)? = value else { throw SCIMError(.invalidPath, rule) }
            try repairs.make(.qualifiedKey, else: .invalidPath, rule)
            return try pathless(kind, attributes, for: type, &repairs)
        case .string(let path)?:
            let target = try PatchTarget(path, of: type, repairs: &repairs)
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

    /// Every key names an attribute: plainly, with dots, by URN (Entra ID), or a whole extension.
    ///
    /// Clients echo what they read, so read-only and unknown attributes are passed over (Okta, authentik).
    private static func pathless(
        _ kind: Kind, _ attributes: Attributes, for type: ResourceType, _ repairs: inout Repairs
    ) throws(SCIMError) -> [PatchOperation] {
        var operations: [PatchOperation] = []
        for (name, value) in attributes {
            if name == AttributeName(type.schema.id), case .complex(let attributes) = value {
                try repairs.make(
                    .qualifiedKey, else: .invalidPath, "the attributes of '\(name)' stand under their own names")
                operations += try pathless(kind, attributes, for: type, &repairs)
                continue
            }
            guard let path = try type.resolve(name.text, repairs: &repairs, else: .invalidPath) else {
                try repairs.make(
                    .unknownAttribute, else: .invalidPath, "'\(name.text.prefix(200))' is no attribute of \(type.name)")
                continue
            }
            if path.attribute.mutability == .readOnly || path.definition.mutability == .readOnly {
                try repairs.make(.readOnlyEcho, else: .mutability, "'\(path.path)' is read-only")
                continue
            }
            try checkKey(name, of: path, &repairs)
            if path.definition.isMultiValued, value.array == nil, value != .null, value != "" {
                try repairs.make(.singleValueForArray, else: .invalidValue, "'\(path.path)' must be an array")
            }
            if let operation = try operation(kind, PatchTarget(path), value, &repairs) { operations.append(operation) }
        }
        return operations
    }

    /// Without `path`, keys are the names of attributes, or URIs of extensions, and no paths (RFC 7644 §3.5.2.1).
    private static func checkKey(
        _ name: AttributeName, of path: ResolvedPath, _ repairs: inout Repairs
    ) throws(SCIMError) {
        if name.isSchemaURI, path.path.attribute != name {
            try repairs.make(
                .qualifiedKey, else: .invalidPath, "'\(path.path)' stands under the URI of its schema or under its name"
            )
        }
        if path.subAttribute != nil {
            try repairs.make(.dottedKey, else: .invalidPath, "'\(path.path)' stands inside '\(path.attribute.name)'")
        }
    }

    /// Brings the value into the form in which the target keeps it; `nil` where nothing is kept, as of passwords.
    private static func operation(
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
                return leaving == .null ? nil : PatchOperation(.remove, target, leaving)
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
        try repairs.make(.arrayForSingleValue, else: .invalidValue, "'\(place)' must be no array")
        return values[0]
    }
}
