extension AttributeSelection {
    /// Takes away what does not belong to the answer (RFC 7644 §3.9, RFC 7643 §7 `returned`).
    ///
    /// - Parameters:
    ///   - attributes: The attributes of a resource, `schemas`, `id` and `meta` among them.
    ///   - type: Its type.
    public func project(_ attributes: Attributes, of type: ResourceType) -> Attributes {
        if scope == .byDefault, !type.hidesAttributes { return attributes }
        return project(attributes, under: nil) { type.definition($0) }
    }

    private func project(
        _ attributes: Attributes, under schema: AttributeName?, _ definition: (AttributeName) -> AttributeDefinition?
    ) -> Attributes {
        var kept = Attributes()
        kept.reserveCapacity(attributes.count)
        for (name, value) in attributes {
            guard let definition = definition(name) else { continue }
            if schema == nil, case .complex(let content) = value, name.isSchemaURI {
                let projected = project(content, under: name) { definition.subAttribute($0) }
                if isWhole(AttributePath(name)) ?? !projected.isEmpty { kept.append(name, .complex(projected)) }
            } else if let projected = project(value, definition, AttributePath(schema: schema, name)) {
                kept.append(name, projected)
            }
        }
        return kept
    }

    private func project(
        _ value: AttributeValue, _ definition: AttributeDefinition, _ path: AttributePath
    ) -> AttributeValue? {
        switch definition.returned {
        case .always: return value
        case .never: return nil
        case .default, .request: break
        }
        switch scope {
        case .byDefault:
            return definition.returned == .request ? nil : value
        case .only(let paths):
            if paths.contains(path) || path.schema.map({ paths.contains(AttributePath($0)) }) == true { return value }
            let names = paths.filter { $0.schema == path.schema && $0.attribute == path.attribute }.compactMap(\.subAttribute)
            return names.isEmpty ? nil : value.keeping { names.contains($0) }
        case .excluding(let paths):
            if definition.returned == .request || paths.contains(path) { return nil }
            let names = paths.filter { $0.schema == path.schema && $0.attribute == path.attribute }.compactMap(\.subAttribute)
            let kept = names.filter { definition.subAttribute($0)?.returned != .always }
            return kept.isEmpty ? value : value.keeping { !kept.contains($0) }
        }
    }

    /// Whether the request decides on a whole extension at once; `nil` if it does not name it.
    private func isWhole(_ path: AttributePath) -> Bool? {
        if case .excluding(let paths) = scope, paths.contains(path) { return false }
        return nil
    }
}

extension AttributeName {
    /// Whether this is the URI of a schema rather than the name of an attribute, which cannot hold a colon.
    var isSchemaURI: Bool { text.utf8.contains(UInt8(ascii: ":")) }
}

extension AttributeValue {
    /// The sub-attributes of a name in each value; `nil` if none is left.
    fileprivate func keeping(_ isKept: (AttributeName) -> Bool) -> AttributeValue? {
        switch self {
        case .complex(let attributes):
            let kept = attributes.filter { isKept($0.name) }
            return kept.isEmpty ? nil : .complex(Attributes(uniqueNames: kept))
        case .array(let values):
            let kept = values.compactMap { $0.keeping(isKept) }
            return kept.isEmpty ? nil : .array(kept)
        default:
            return nil
        }
    }
}
