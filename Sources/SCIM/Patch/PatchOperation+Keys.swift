extension PatchOperation {
    /// Reads an object whose keys name attributes: plainly, with dots, by URN, with a value filter (Entra ID), or a whole
    /// extension.
    ///
    /// Clients echo what they read, so read-only and unknown attributes are passed over (Okta, authentik).
    ///
    /// - Parameters:
    ///   - keys: The value of an operation without path, or what no attribute of a body is.
    ///   - code: The kind of failure where a key has to be repaired and may not be.
    static func operations(
        _ kind: Kind, naming keys: Attributes, of type: ResourceType, else code: SCIMError.Code, repairs: inout Repairs
    ) throws(SCIMError) -> [PatchOperation] {
        var operations: [PatchOperation] = []
        for (name, value) in keys {
            if name == AttributeName(type.schema.id), case .complex(let attributes) = value {
                try repairs.make(
                    .qualifiedKey, else: code, "the attributes of '\(own: type.schema.id)' stand under their own names")
                operations += try Self.operations(kind, naming: attributes, of: type, else: code, repairs: &repairs)
                continue
            }
            guard let target = try target(name, of: type, else: code, &repairs) else {
                try repairs.make(
                    .unknownAttribute, else: code, "'\(name: name.text.prefix(200))' is no attribute of \(type.name)")
                continue
            }
            let path = target.path
            if path.isCommon(.schemas) {
                guard !value.isUnassigned else {
                    try repairs.make(.missingSchemas, else: code, "'schemas' must name '\(own: type.schema.id)'")
                    continue
                }
                try check(schemas: value, of: type, &repairs)
                continue
            }
            if path.attribute.mutability == .readOnly || path.definition.mutability == .readOnly {
                try repairs.make(.readOnlyEcho, else: .mutability, "'\(path.path)' is read-only")
                continue
            }
            if path.definition.isMultiValued, target.filter == nil {
                try path.definition.requireArray(value, at: path.path.description, repairs: &repairs)
            }
            if let operation = try operation(kind, target, value, &repairs) { operations.append(operation) }
        }
        return operations
    }

    /// What a key names; `nil` for an attribute that the type does not have.
    private static func target(
        _ key: AttributeName, of type: ResourceType, else code: SCIMError.Code, _ repairs: inout Repairs
    ) throws(SCIMError) -> PatchTarget? {
        if let bracket = key.text.utf8.firstIndex(of: UInt8(ascii: "[")) {
            guard type.resolve(String(key.text[..<bracket])) != nil else { return nil }
            try repairs.make(.filteredKey, else: code, "'\(name: key.text.prefix(200))' is a path and no name")
            return try PatchTarget(key.text, of: type, limits: .body, repairs: &repairs)
        }
        guard let path = try type.resolve(key: key.text, repairs: &repairs, else: code) else { return nil }
        if key.isSchemaURI, path.path.attribute != key {
            try repairs.make(
                .qualifiedKey, else: code, "'\(path.path)' stands under the URI of its schema or under its name")
        }
        if path.subAttribute != nil {
            try repairs.make(.dottedKey, else: code, "'\(path.path)' stands inside '\(path.attribute.name)'")
        }
        return PatchTarget(path)
    }
}
