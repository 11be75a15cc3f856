extension Schema {
    /// The schema as a resource, without `meta`, its members in the order of RFC 7643 §8.7.
    public var representation: Attributes {
        var resource: Attributes = [.schemas: [.string(Schema.schema.id)], .id: .string(id), "name": .string(name)]
        if !description.isEmpty { resource.append("description", .string(description)) }
        resource.append("attributes", .array(attributes.map { .complex($0.representation) }))
        return resource
    }
}

extension ResourceType {
    /// The resource type as a resource, without `meta`, its members in the order of RFC 7643 §8.6.
    public var representation: Attributes {
        var resource: Attributes = [
            .schemas: [.string(Schema.resourceType.id)], .id: .string(name), "name": .string(name),
            "endpoint": .string(endpoint),
        ]
        if !description.isEmpty { resource.append("description", .string(description)) }
        resource.append("schema", .string(schema.id))
        if !extensions.isEmpty {
            resource.append(
                "schemaExtensions",
                .array(extensions.map { ["schema": .string($0.schema.id), "required": .boolean($0.isRequired)] }))
        }
        return resource
    }
}

extension AttributeDefinition {
    /// The definition as a value of `attributes` or `subAttributes` (RFC 7643 §7).
    ///
    /// Characteristics that mean nothing for the type are left out: letter case of what is not text, uniqueness of
    /// what has no single comparable value.
    fileprivate var representation: Attributes {
        var definition: Attributes = ["name": .string(name.text), .type: .string(type.rawValue)]
        definition.append("referenceTypes", orNothing: referenceTypes)
        definition.append("multiValued", .boolean(isMultiValued))
        if !description.isEmpty { definition.append("description", .string(description)) }
        definition.append("required", .boolean(isRequired))
        if type.hasLetterCase { definition.append("caseExact", .boolean(isCaseExact)) }
        definition.append("canonicalValues", orNothing: canonicalValues)
        if !subAttributes.isEmpty {
            definition.append("subAttributes", .array(subAttributes.map { .complex($0.representation) }))
        }
        definition.append("mutability", .string(mutability.rawValue))
        definition.append("returned", .string(returned.rawValue))
        if type.canBeUnique { definition.append("uniqueness", .string(uniqueness.rawValue)) }
        return definition
    }
}

extension Attributes {
    fileprivate mutating func append(_ name: AttributeName, orNothing values: [String]) {
        if !values.isEmpty { append(name, .array(values.map { .string($0) })) }
    }
}
