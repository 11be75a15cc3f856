extension ResourceType {
    /// The values that no other resource may have.
    ///
    /// - Parameter attributes: The attributes of one resource of this type.
    /// - Returns: Every value of a unique attribute; several where the attribute is multi-valued.
    public func uniqueValues(in attributes: Attributes) -> [UniqueValue] {
        var values: [UniqueValue] = []
        for path in uniquePaths {
            let isGlobal = path.definition.uniqueness == .global
            let scope: UniqueValue.Scope = isGlobal ? .schema(uri(of: path)) : .type(self)
            // Named as clients know it, so that a refusal speaks of what they sent.
            var place = path.name
            // The same schema may be the base of one type and an extension of another.
            if isGlobal { place.schema = nil }
            path.visitComparableTexts(in: attributes) {
                values.append(UniqueValue(scope: scope, path: place, value: $0))
            }
        }
        return values
    }

    /// The URI of the schema that an attribute belongs to.
    public func uri(of path: ResolvedPath) -> AttributeName {
        path.schema ?? AttributeName(schema.id)
    }

    /// The attributes and sub-attributes whose values are unique.
    static func uniquePaths(of schema: Schema, _ extensions: [SchemaExtension]) -> [ResolvedPath] {
        paths(of: schema, extensions).filter { $0.definition.uniqueness != .none && $0.definition.type.canBeUnique }
    }

    /// All attributes and sub-attributes.
    static func paths(of schema: Schema, _ extensions: [SchemaExtension]) -> [ResolvedPath] {
        func paths(in schema: Schema, _ name: AttributeName?) -> [ResolvedPath] {
            schema.attributes.flatMap { definition in
                [ResolvedPath(schema: name, definition)]
                    + definition.subAttributes.map { ResolvedPath(schema: name, definition, $0) }
            }
        }
        return paths(in: schema, nil) + extensions.flatMap { paths(in: $0.schema, $0.name) }
    }
}

extension ResolvedPath {
    /// Hands out the values that stand at this place, each as text that is the same for values that count as equal.
    ///
    /// Values of another type than the definition's are passed over: an application's record may hold some.
    public func visitComparableTexts(in attributes: Attributes, _ body: (String) -> Void) {
        for element in attributes.value(path.attribute, in: path.schema)?.values ?? [] {
            guard let part = path.subAttribute else {
                if let text = definition.comparableText(of: element) { body(text) }
                continue
            }
            // Records may hold the bare value where SCIM has a complex one.
            let isBare = part == .value && element.attributes == nil
            for value in isBare ? [element] : element[part]?.values ?? [] {
                if let text = definition.comparableText(of: value) { body(text) }
            }
        }
    }

    /// Hands out the values that stand at this place of packed attributes.
    public func visitComparableTexts(in attributes: PackedAttributes, _ body: (String) -> Void) {
        attributes.withValue(of: path.attribute, in: path.schema) { value in
            value?.visitValues { element in
                // Bare values, as in the tree.
                guard let part = path.subAttribute, part != .value || element.isObject else {
                    if let text = definition.comparableText(of: element) { body(text) }
                    return
                }
                element[part]?.visitValues { value in
                    if let text = definition.comparableText(of: value) { body(text) }
                }
            }
        }
    }

    /// Whether a text stands at this place of packed attributes.
    ///
    /// - Parameter text: The text in the form in which values are compared.
    public func hasComparableText(_ text: String, in attributes: PackedAttributes) -> Bool {
        var isFound = false
        visitComparableTexts(in: attributes) { isFound = isFound || $0 == text }
        return isFound
    }
}

extension AttributeDefinition {
    /// A value as text that is the same for values that count as equal; `nil` if values of this type do not compare.
    func comparableText(of value: AttributeValue) -> String? {
        switch (type, value) {
        case (.string, .string(let text)): foldsCase ? text.caseFolded : text
        case (.reference, .string(let text)), (.binary, .string(let text)): text
        case (.integer, .number(let number)), (.decimal, .number(let number)): number.comparableText
        default: nil
        }
    }

    /// The same of a value that has not been taken apart.
    fileprivate func comparableText(of value: JSONSlice) -> String? {
        (value.string.map(AttributeValue.string) ?? value.value).flatMap(comparableText)
    }
}

extension AttributeDefinition.AttributeType {
    /// Whether `uniqueness` means anything for values of this type.
    package var canBeUnique: Bool {
        switch self {
        case .string, .reference, .binary, .decimal, .integer: true
        case .boolean, .dateTime, .complex: false
        }
    }

    /// Whether `caseExact` means anything for values of this type.
    var hasLetterCase: Bool {
        switch self {
        case .string, .reference, .binary: true
        case .boolean, .decimal, .integer, .dateTime, .complex: false
        }
    }
}

extension Number {
    /// The same text for all spellings of one number, such as `1`, `1.0` and `10e-1`.
    fileprivate var comparableText: String {
        (integer ?? Int(exactly: double)).map { String($0) } ?? String(double)
    }
}

extension SCIMError {
    /// The refusal of a value that another resource has (RFC 7644 §3.3; 409 for PUT and PATCH as well).
    public static func taken(_ path: AttributePath, by type: ResourceType) -> SCIMError {
        SCIMError(.uniqueness, "'\(path)' is taken: another \(type.name) has this value")
    }

    /// The refusal of a unique value of a resource that another resource has.
    public static func taken(_ value: UniqueValue) -> SCIMError {
        switch value.scope {
        case .type(let type): taken(value.path, by: type)
        case .schema(let uri):
            SCIMError(.uniqueness, "'\(uri):\(value.path)' is taken: another resource has this value")
        }
    }

    /// The refusal of an id that no resource of the type has.
    public static func notFound(_ key: ResourceKey) -> SCIMError {
        SCIMError(.notFound, "no \(key.type.name) has the id '\(key.id.text.prefix(100))'")
    }
}

extension ResourceType {
    /// The same type with the values of one more attribute unique on this provider.
    ///
    /// - Parameter name: A simple, single-valued attribute of the base schema.
    public func withUniqueValues(of name: AttributeName) -> ResourceType {
        changing(name) { $0.uniqueness = .server }
    }

    /// The same type with another definition of an attribute of the base schema.
    func changing(_ name: AttributeName, _ change: (inout AttributeDefinition) -> Void) -> ResourceType {
        let attributes = schema.attributes.map { definition in
            var definition = definition
            if definition.name == name { change(&definition) }
            return definition
        }
        return ResourceType(
            name: self.name, endpoint: endpoint, description: description,
            schema: Schema(id: schema.id, name: schema.name, description: schema.description, attributes: attributes),
            extensions: extensions, isReadOnly: isReadOnly)
    }
}
