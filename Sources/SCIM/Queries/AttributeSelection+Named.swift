extension AttributeSelection {
    /// The selection for the answer to a POST or PUT, which shows what the client has sent (RFC 7643 §7, `returned`).
    ///
    /// - Parameters:
    ///   - body: The body of the request.
    ///   - type: The type of the resource; nothing is looked at if it has no attributes that are returned on request.
    public func naming(_ body: AttributeValue, of type: ResourceType) -> AttributeSelection {
        guard !type.returnedOnRequest.isEmpty, case .complex(let body) = body else { return self }
        var selection = self
        selection.named = type.returnedOnRequest.filter { path in
            guard let schema = path.schema else { return body.names(path) }
            return body[schema]?.attributes?.names(path) ?? false
        }
        return selection
    }

    /// The selection for the answer to a PATCH, which shows what the client has changed (RFC 7643 §7, `returned`).
    ///
    /// - Parameters:
    ///   - operations: The operations of the request.
    ///   - type: The type of the resource; nothing is looked at if it has no attributes that are returned on request.
    public func naming(_ operations: [PatchOperation], of type: ResourceType) -> AttributeSelection {
        guard !type.returnedOnRequest.isEmpty else { return self }
        var selection = self
        selection.named = type.returnedOnRequest.filter { path in operations.contains { $0.names(path) } }
        return selection
    }
}

extension PatchOperation {
    /// Whether the target or the value is what stands at a place, or a part of it.
    fileprivate func names(_ path: AttributePath) -> Bool {
        let target = target.path.path
        if let schema = path.schema, target == AttributePath(schema) { return value.attributes?.names(path) ?? false }
        guard target.schema == path.schema, target.attribute == path.attribute else { return false }
        guard let part = path.subAttribute, target.subAttribute != part else { return true }
        return target.subAttribute == nil && value.holds(part)
    }
}

extension Attributes {
    /// Whether an attribute is there, or a sub-attribute in one of its values.
    fileprivate func names(_ path: AttributePath) -> Bool {
        guard let value = self[path.attribute] else { return false }
        return path.subAttribute.map(value.holds) ?? true
    }
}

extension AttributeValue {
    /// Whether one of the values has a sub-attribute.
    fileprivate func holds(_ part: AttributeName) -> Bool {
        values.contains { $0[part] != nil }
    }
}
