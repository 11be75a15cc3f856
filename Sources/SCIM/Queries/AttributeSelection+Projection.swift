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
                if !projected.isEmpty { kept.append(name, .complex(projected)) }
            } else if let projected = project(value, definition, AttributePath(schema: schema, name)) {
                kept.append(name, projected)
            }
        }
        return kept
    }

    private func project(
        _ value: AttributeValue, _ definition: AttributeDefinition, _ path: AttributePath
    ) -> AttributeValue? {
        let isWanted = wants(path, definition.returned)
        let parts = parts(of: path)
        if parts.isEmpty, !definition.subAttributes.contains(where: { $0.returned != .default }) {
            return isWanted ? value : nil
        }
        guard isWanted || !parts.isEmpty, definition.returned != .never else { return nil }
        return value.keeping { name in
            switch definition.subAttribute(name)?.returned {
            case .always?: true
            case .never?, nil: false
            case .request?:
                isOnly == parts.contains(name)
                    && (isOnly || written.contains(AttributePath(schema: path.schema, path.attribute, name)))
            case .default?: isOnly ? isWanted || parts.contains(name) : isWanted && !parts.contains(name)
            }
        }
    }

    /// Whether an attribute belongs to the answer as a whole, for itself or with the extension that holds it.
    private func wants(_ path: AttributePath, _ returned: AttributeDefinition.Returned) -> Bool {
        switch (returned, scope) {
        case (.always, _): true
        case (.never, _): false
        case (.default, .byDefault): true
        case (.request, .byDefault): written.contains(path)
        case (.request, .excluding(let paths)):
            written.contains(path) && !paths.contains(path) && !paths.contains(wholeExtension: path.schema)
        case (.request, .only(let paths)): paths.contains(path)
        case (.default, .only(let paths)): paths.contains(path) || paths.contains(wholeExtension: path.schema)
        case (.default, .excluding(let paths)): !paths.contains(path) && !paths.contains(wholeExtension: path.schema)
        }
    }

    /// The sub-attributes of an attribute that the request names one by one.
    private func parts(of path: AttributePath) -> [AttributeName] {
        switch scope {
        case .byDefault: []
        case .only(let paths), .excluding(let paths):
            paths.filter { $0.schema == path.schema && $0.attribute == path.attribute }.compactMap(\.subAttribute)
        }
    }

    private var isOnly: Bool {
        if case .only = scope { true } else { false }
    }
}

extension [AttributePath] {
    fileprivate func contains(wholeExtension schema: AttributeName?) -> Bool {
        schema.map { contains(AttributePath($0)) } ?? false
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
