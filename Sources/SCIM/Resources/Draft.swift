/// Attributes that are valid for a resource type and belong to no resource yet: no id, no meta (RFC 7643 §3).
public struct Draft: Sendable, Hashable {
    /// The resource type.
    public let type: ResourceType
    /// The attributes in the spelling of the schemas; extensions stand under their URI.
    public var attributes: Attributes

    /// Holds the body of a POST or PUT against the schemas (RFC 7644 §3.3, §3.5.1).
    ///
    /// Null, unknown and read-only attributes are passed over, and so is a password: the provider keeps none. A key that no
    /// attribute has is read as a PATCH operation without path reads it.
    ///
    /// - Parameter repairs: Notes what had to be put right.
    /// - Throws: ``SCIMError/Code/invalidSyntax`` if the body is no object or names the schema of another type;
    ///   ``SCIMError/Code/invalidValue`` naming the attribute and the rule; what else a refused repair says.
    public init(
        validating body: AttributeValue, as type: ResourceType, repairs: inout Repairs
    ) throws(SCIMError) {
        guard case .complex(let body) = body else {
            throw SCIMError(.invalidSyntax, "the body must be a JSON object")
        }
        let uris = try Self.schemas(body[.schemas], of: type, repairs: &repairs)
        var kept = Attributes(), otherKeys = Attributes()
        kept.reserveCapacity(body.count)
        for (name, value) in body {
            guard let definition = type.definition(name) else {
                otherKeys.append(name, value)
                continue
            }
            guard try definition.keeps(value, at: definition.name.text, repairs: &repairs) else { continue }
            let coerced = try definition.coerce(value, at: definition.name.text, from: .body, repairs: &repairs)
            if coerced != .null { kept[definition.name] = coerced }
        }
        try Self.apply(otherKeys, to: &kept, of: type, repairs: &repairs)
        for `extension` in type.extensions where kept[`extension`.name] != nil {
            guard !uris.contains(where: { $0.isSpelling(of: `extension`.schema.id) }) else { continue }
            try repairs.make(
                .unlistedExtension, else: .invalidSyntax, "'schemas' must name '\(`extension`.name)', which is used")
        }
        try self.init(checking: kept, as: type)
    }

    /// Holds a body against the schemas and puts right what clients are known to write otherwise.
    ///
    /// - Throws: As the initializer that notes the repairs.
    package init(validating body: AttributeValue, as type: ResourceType) throws(SCIMError) {
        var repairs = Repairs()
        try self.init(validating: body, as: type, repairs: &repairs)
    }

    /// Takes attributes that are valid each for itself and checks that none is missing.
    ///
    /// - Throws: ``SCIMError/Code/invalidValue`` naming the required attribute that is missing.
    public init(checking attributes: Attributes, as type: ResourceType) throws(SCIMError) {
        for definition in type.schema.attributes {
            try definition.require(attributes[definition.name], at: definition.name.text)
        }
        for `extension` in type.extensions {
            let content = attributes[`extension`.name]
            guard content != nil else {
                guard `extension`.isRequired else { continue }
                throw SCIMError(.invalidValue, "'\(`extension`.name)' is required")
            }
            for definition in `extension`.schema.attributes {
                try definition.require(content?[definition.name], at: "\(`extension`.name):\(definition.name)")
            }
        }
        self.type = type
        self.attributes = attributes
    }

    /// Takes attributes that follow other rules than the schema's, such as an application's record of a resource.
    public init(unchecked attributes: Attributes, as type: ResourceType) {
        self.type = type
        self.attributes = attributes
    }

    /// Sets what keys name that are no attributes, as a PATCH operation without path does.
    private static func apply(
        _ keys: Attributes, to kept: inout Attributes, of type: ResourceType, repairs: inout Repairs
    ) throws(SCIMError) {
        guard !keys.isEmpty else { return }
        do {
            let operations = try PatchOperation.operations(
                .add, naming: keys, of: type, else: .invalidSyntax, repairs: &repairs)
            try PatchOperation.refuseTooMany(
                operations.count, comparing: operations.reduce(0) { $0 + $1.comparisons })
            try PatchOperation.apply(operations, to: &kept, repairs: &repairs) { $1 }
        } catch {
            // A body has neither paths nor filters (RFC 7644 §3.12, table 9).
            switch error.code {
            case .invalidPath, .invalidFilter: throw SCIMError(.invalidSyntax, "\(error)")
            case .noTarget: throw SCIMError(.invalidValue, "\(error)")
            default: throw error
            }
        }
    }

    /// The URIs in `schemas`, held against those of the type; the base schema of another type alone is a mistake.
    private static func schemas(
        _ value: AttributeValue?, of type: ResourceType, repairs: inout Repairs
    ) throws(SCIMError) -> [AttributeValue] {
        let rule: SCIMError.Detail = "'schemas' must be an array that names '\(type.schema.id)'"
        let uris = value?.values ?? []
        if uris.isEmpty {
            try repairs.make(.missingSchemas, else: .invalidSyntax, rule)
            return []
        }
        if value?.array == nil { try repairs.make(.singleValueForArray, else: .invalidSyntax, rule) }
        var namesBase = false, namesOthers = false, namesOtherBase = false
        for uri in uris {
            guard let text = uri.string else { throw SCIMError(.invalidSyntax, "'schemas' must hold strings") }
            if uri.isSpelling(of: type.schema.id) {
                namesBase = true
            } else if !type.extensions.contains(where: { uri.isSpelling(of: $0.schema.id) }) {
                namesOthers = true
                namesOtherBase = namesOtherBase || text.lowercased().hasPrefix("urn:ietf:params:scim:schemas:core:2.0:")
            }
        }
        if !namesBase, namesOtherBase { throw SCIMError(.invalidSyntax, "'schemas' must name '\(type.schema.id)'") }
        if !namesBase || namesOthers {
            try repairs.make(
                .foreignSchemas, else: .invalidSyntax,
                "'schemas' must name '\(type.schema.id)' and nothing that \(type.name) does not have")
        }
        return uris
    }
}

extension AttributeValue {
    /// Whether this is a URI, in whatever letter case.
    fileprivate func isSpelling(of uri: String) -> Bool {
        guard case .string(let text) = self, text.utf8.count == uri.utf8.count else { return false }
        return text.utf8.elementsEqual(uri.utf8) { $0.lowercasedASCII == $1.lowercasedASCII }
    }
}

extension ResourceType {
    /// The definition of what may stand at the top level of a resource: attributes, `externalId`, extensions.
    public func definition(_ name: AttributeName) -> AttributeDefinition? {
        schema.attribute(name) ?? CommonAttributes.definition(name) ?? `extension`(name)?.definition
    }
}

extension AttributeDefinition {
    /// Whether what a client writes here is kept: neither what is read-only nor a password, which nobody here verifies.
    var isWritable: Bool { mutability != .readOnly && !isPassword }

    private var isPassword: Bool { mutability == .writeOnly && name == .password }

    /// Whether a value that a client writes here is kept; a password is accepted and dropped.
    func keeps(
        _ value: AttributeValue, at place: @autoclosure () -> String, repairs: inout Repairs
    ) throws(SCIMError) -> Bool {
        if isPassword, !value.isUnassigned {
            try repairs.make(.droppedPassword, else: .mutability, "'\(place())' cannot be set: no password is kept")
        }
        return isWritable
    }

    /// Refuses a value that is missing, itself or in part, although the schema requires it.
    fileprivate func require(_ value: AttributeValue?, at place: @autoclosure () -> String) throws(SCIMError) {
        guard let value else {
            guard isRequired, isWritable else { return }
            throw SCIMError(.invalidValue, "'\(place())' is required")
        }
        guard subAttributes.contains(where: \.isRequired) else { return }
        for value in value.values { try requireParts(of: value, at: place()) }
    }

    /// Refuses a complex value that lacks a required part.
    func requireParts(of value: AttributeValue, at place: @autoclosure () -> String) throws(SCIMError) {
        for part in subAttributes where part.isRequired && part.isWritable && value[part.name] == nil {
            throw SCIMError(.invalidValue, "'\(place())\(name.isSchemaURI ? ":" : ".")\(part.name)' is required")
        }
    }
}
