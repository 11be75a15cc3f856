extension PatchOperation {
    /// The most operations that one PATCH may hold.
    public static let maximumCount = 1_000

    /// Reads the body of a PATCH (RFC 7644 §3.5.2); an operation without path becomes one for each attribute it names.
    ///
    /// - Throws: ``SCIMError/Code/invalidSyntax`` if the body is no PatchOp message;
    ///   ``SCIMError/Code/invalidPath``, ``SCIMError/Code/invalidFilter``, ``SCIMError/Code/invalidValue``,
    ///   ``SCIMError/Code/mutability`` or ``SCIMError/Code/noTarget`` for what is wrong with one operation;
    ///   ``SCIMError/Code/tooMany`` beyond ``maximumCount``.
    public static func operations(
        reading body: AttributeValue, for type: ResourceType
    ) throws(SCIMError) -> [PatchOperation] {
        guard case .complex(let body) = body else { throw SCIMError(.invalidSyntax, "the body must be a JSON object") }
        let schemas = body[.schemas]?.values ?? []
        guard schemas.contains(where: { $0.string.map { AttributeName($0) } == AttributeName(MessageURI.patchOp) })
        else {
            throw SCIMError(.invalidSyntax, "'schemas' must name '\(MessageURI.patchOp)'")
        }
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
                read = try Self.read(entry, for: type)
            } catch {
                throw SCIMError(error.code, "Operations[\(index)]: \(error.detail)")
            }
            // Counted while reading: the paths behind the limit are not even looked at.
            comparisons += read.reduce(0) { $0 + ($1.target.filter?.paths.count ?? 0) }
            guard comparisons <= ValueLimits.patchComparisons else {
                throw SCIMError(
                    .tooMany, "the paths of all operations hold more than \(ValueLimits.patchComparisons) comparisons")
            }
            operations += read
        }
        return operations
    }

    private static func read(_ entry: AttributeValue, for type: ResourceType) throws(SCIMError) -> [PatchOperation] {
        guard case .complex(let entry) = entry else {
            throw SCIMError(.invalidSyntax, "an operation must be an object")
        }
        // Entra ID capitalises the operations.
        guard let op = entry["op"]?.string, let kind = Kind(rawValue: op.lowercased()) else {
            throw SCIMError(.invalidSyntax, "'op' must be 'add', 'remove' or 'replace'")
        }
        let value = entry[.value]
        switch entry["path"] {
        case nil, .null?, .string("")?:
            guard kind != .remove else { throw SCIMError(.noTarget, "'remove' needs a 'path'") }
            guard case .complex(let attributes)? = value else {
                throw SCIMError(.invalidValue, "without 'path' the 'value' must be an object of attributes")
            }
            return try pathless(kind, attributes, for: type)
        case .string(let path)?:
            let target = try PatchTarget(path, of: type)
            guard target.path.definition.mutability != .readOnly, target.path.attribute.mutability != .readOnly else {
                throw SCIMError(.mutability, "'\(target.path.path)' is read-only")
            }
            guard value != nil || kind == .remove else {
                throw SCIMError(.invalidValue, "'\(kind.rawValue)' needs a 'value'")
            }
            return try operation(kind, target, value ?? .null).map { [$0] } ?? []
        default:
            throw SCIMError(.invalidPath, "'path' must be a string")
        }
    }

    /// Every key names an attribute: plainly, with dots, by URN (Entra ID), or a whole extension.
    ///
    /// Clients echo what they read, so read-only and unknown attributes are passed over (Okta, authentik).
    private static func pathless(
        _ kind: Kind, _ attributes: Attributes, for type: ResourceType
    ) throws(SCIMError) -> [PatchOperation] {
        var operations: [PatchOperation] = []
        for (name, value) in attributes {
            guard let path = type.resolve(name.text), path.attribute.mutability != .readOnly,
                path.definition.mutability != .readOnly
            else { continue }
            if let operation = try operation(kind, PatchTarget(path), value) { operations.append(operation) }
        }
        return operations
    }

    /// Brings the value into the form in which the target keeps it; `nil` where nothing is kept, as of passwords.
    private static func operation(
        _ kind: Kind, _ target: PatchTarget, _ value: AttributeValue
    ) throws(SCIMError) -> PatchOperation? {
        let definition = target.path.definition
        guard definition.isWritable else { return nil }
        if definition.isComputedReference(of: target.path.attribute) { return try reference(kind, target, value) }
        let place = target.path.path.description
        let selectsElements = target.filter != nil && target.path.subAttribute == nil
        if kind == .remove {
            if definition.isMultiValued, target.filter == nil, value != .null {
                // Entra ID and JumpCloud name the values to remove; dropping all of them would empty the group.
                let leaving = try definition.coerce(value, at: place)
                return leaving == .null ? nil : PatchOperation(.remove, target, leaving)
            }
            guard !definition.isRequired || selectsElements else {
                throw SCIMError(.mutability, "'\(place)' is required and cannot be removed")
            }
            return PatchOperation(.remove, target)
        }
        let coerced =
            selectsElements
            ? try definition.coerceOne(single(value), at: place, clearing: .keepsNull)
            : try definition.coerce(value, at: place, clearing: .keepsNull)
        if coerced == .null, definition.isRequired {
            throw SCIMError(.invalidValue, "'\(place)' is required and cannot be cleared")
        }
        return PatchOperation(kind, target, coerced)
    }

    /// The `$ref` of a reference is the provider's to write, but one that a client sends may name the value.
    private static func reference(
        _ kind: Kind, _ target: PatchTarget, _ value: AttributeValue
    ) throws(SCIMError) -> PatchOperation? {
        let attribute = target.path.attribute
        guard kind != .remove, !attribute.isMultiValued else { return nil }
        let whole = PatchTarget(ResolvedPath(schema: target.path.path.schema, attribute))
        return try operation(kind, whole, [.reference: value])
    }

    private static func single(_ value: AttributeValue) -> AttributeValue {
        if case .array(let values) = value, values.count == 1 { values[0] } else { value }
    }
}
