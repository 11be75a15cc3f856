public import SCIM

/// A resource as a client sees it (RFC 7643 §3).
public struct Representation: Sendable {
    /// The projected attributes, `schemas`, `id` and `meta` among them.
    public var attributes: Attributes
    /// The URL of the resource.
    public var location: String
    /// The version, which the `ETag` header shows whatever the projection.
    public var version: Version
    /// Attributes with too many values for this answer; see ``SCIM/AttributeSelection/maximumValues``.
    public var omitted: [AttributeName]

    /// Shows a resource.
    ///
    /// - Parameters:
    ///   - resource: The resource, its `groups` filled in.
    ///   - selection: Which part of it.
    ///   - baseURL: The base URL without a slash at the end.
    ///   - types: The types that references may lead to.
    init(_ resource: Resource, selecting selection: AttributeSelection, baseURL: String, types: [ResourceType]) {
        location = "\(baseURL)\(resource.type.endpoint)/\(resource.id)"
        version = resource.version
        omitted = resource.omitted
        var all = Attributes()
        all.reserveCapacity(resource.attributes.count + 3)
        all.append(.schemas, .array(resource.schemas.map { .string($0) }))
        all.append(.id, .string(resource.id.text))
        let references = References(baseURL: baseURL, types: types)
        for (name, value) in resource.attributes {
            all.append(name, references.completing(value, of: name, in: resource.type))
        }
        if selection.includes(.meta) {
            all.append(.meta, .complex(Self.meta(of: resource, at: location)))
        }
        attributes = selection.project(all, of: resource.type)
    }

    private static func meta(of resource: Resource, at location: String) -> Attributes {
        Attributes(uniqueNames: [
            ("resourceType", .string(resource.type.name)), ("created", .string(resource.created.description)),
            ("lastModified", .string(resource.lastModified.description)), ("location", .string(location)),
            ("version", .string(resource.version.entityTag)),
        ])
    }
}

/// Writes the `$ref` of values that name other resources.
private struct References {
    let baseURL: String
    let types: [ResourceType]

    func completing(_ value: AttributeValue, of name: AttributeName, in type: ResourceType) -> AttributeValue {
        if let definition = type.referenceDefinition(name) { return completing(value, definition) }
        guard case .complex(let content) = value, let definition = type.extension(name)?.definition else { return value }
        var completed = content
        for sub in definition.subAttributes where sub.refersToResources {
            if let value = content[sub.name] { completed[sub.name] = completing(value, sub) }
        }
        return .complex(completed)
    }

    private func completing(_ value: AttributeValue, _ definition: AttributeDefinition) -> AttributeValue {
        switch value {
        case .array(let values):
            return .array(values.map { completing($0, definition) })
        case .complex(var attributes):
            guard let id = attributes[.value]?.string, let endpoint = endpoint(for: attributes, definition) else {
                return value
            }
            attributes.append(.reference, .string("\(baseURL)\(endpoint)/\(id)"))
            return .complex(attributes)
        default:
            return value
        }
    }

    /// The only type that the reference may lead to, or the one that the value itself names.
    private func endpoint(for attributes: Attributes, _ definition: AttributeDefinition) -> String? {
        let names = definition.subAttribute(.reference)?.referenceTypes ?? []
        let name = names.count == 1 ? names[0] : attributes[.type]?.string
        return types.first { $0.name == name }?.endpoint
    }
}

extension ResourceType {
    fileprivate func referenceDefinition(_ name: AttributeName) -> AttributeDefinition? {
        guard let definition = schema.attribute(name), definition.refersToResources else { return nil }
        return definition
    }
}
