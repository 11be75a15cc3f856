extension ResourceType {
    /// The attributes among those of a request that are returned on request alone; to write them is to ask for them
    /// (RFC 7643 §7, `returned`).
    public func returnedOnRequest(in attributes: Attributes) -> [AttributePath] {
        guard hidesAttributes else { return [] }
        return attributes.flatMap { name, value -> [AttributePath] in
            guard let `extension` = `extension`(name) else {
                return schema.attribute(name).map { Self.returnedOnRequest(in: value, $0, nil) } ?? []
            }
            return (value.attributes ?? Attributes()).flatMap { part, value in
                `extension`.schema.attribute(part).map { Self.returnedOnRequest(in: value, $0, name) } ?? []
            }
        }
    }

    /// The attributes that PATCH operations name and that are returned on request alone.
    public func returnedOnRequest(in operations: [PatchOperation]) -> [AttributePath] {
        guard hidesAttributes else { return [] }
        return operations.flatMap { operation in
            let path = operation.target.path.path
            let value = path.subAttribute.map { .complex([$0: operation.value]) } ?? operation.value
            let content: Attributes = [path.attribute: value]
            return returnedOnRequest(in: path.schema.map { [$0: .complex(content)] } ?? content)
        }
    }

    private static func returnedOnRequest(
        in value: AttributeValue, _ definition: AttributeDefinition, _ schema: AttributeName?
    ) -> [AttributePath] {
        if definition.returned == .request { return [AttributePath(schema: schema, definition.name)] }
        return definition.subAttributes.filter { part in
            part.returned == .request && value.values.contains { $0[part.name] != nil }
        }.map { AttributePath(schema: schema, definition.name, $0.name) }
    }
}
