extension ResourceType {
    /// The attributes of the base schema whose values no two resources of this type share (RFC 7643 §7).
    public var uniqueAttributes: [AttributeDefinition] {
        schema.attributes.filter { $0.uniqueness != .none && !$0.isMultiValued && $0.type != .complex }
    }

    /// The values that no other resource of this type may have, in the form in which they are compared.
    ///
    /// - Parameter attributes: The attributes of one resource.
    /// - Returns: For each unique attribute that has a value, its name and that value.
    public func uniqueValues(in attributes: Attributes) -> [(name: AttributeName, value: String)] {
        uniqueAttributes.compactMap { definition in
            guard let text = attributes[definition.name]?.string else { return nil }
            return (definition.name, definition.foldsCase ? text.caseFolded : text)
        }
    }
}

extension SCIMError {
    /// The refusal of a value that another resource has (RFC 7644 §3.3; 409 for PUT and PATCH as well).
    public static func taken(_ name: AttributeName, by type: ResourceType) -> SCIMError {
        SCIMError(.uniqueness, "'\(name)' is taken: another \(type.name) has this value")
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
        let attributes = schema.attributes.map { definition in
            var definition = definition
            if definition.name == name { definition.uniqueness = .server }
            return definition
        }
        return ResourceType(
            name: self.name, endpoint: endpoint, description: description,
            schema: Schema(id: schema.id, name: schema.name, description: schema.description, attributes: attributes),
            extensions: extensions)
    }
}
