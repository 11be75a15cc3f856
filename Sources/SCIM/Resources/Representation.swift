/// A resource as a client sees it: what was asked for, with `schemas`, `id`, `meta` and references (RFC 7643 §3).
public struct Representation: Sendable {
    /// The version, which the `ETag` header shows whatever the projection.
    public var version: Version { resource.version }
    /// Which resource is shown.
    public var key: ResourceKey { resource.key }
    /// The URL of the resource.
    public var location: String { resource.key.location(below: baseURL) }

    private let resource: Resource
    private let groups: [GroupReference]
    private let selection: AttributeSelection
    private let baseURL: String
    private let types: [ResourceType]

    /// Shows a resource.
    ///
    /// - Parameters:
    ///   - resource: The resource.
    ///   - groups: The groups that it is a member of.
    ///   - selection: Which part of it.
    ///   - baseURL: The base URL without a slash at the end.
    ///   - types: The types that references may lead to.
    public init(
        _ resource: Resource, groups: [GroupReference], selecting selection: AttributeSelection, baseURL: String,
        types: [ResourceType]
    ) {
        self.resource = resource
        self.groups = groups
        self.selection = selection
        self.baseURL = baseURL
        self.types = types
    }

    /// The attributes as a tree.
    public var attributes: Attributes {
        let own = resource.type.showable(in: resource.attributes)
        var all = Attributes()
        all.reserveCapacity(own.count + 3)
        all.append(.schemas, .array(resource.schemas.map { .string($0) }))
        all.append(.id, .string(resource.id.text))
        for (name, value) in own {
            all.append(name, completing(value, of: name))
        }
        if !groups.isEmpty {
            let values = groups.map { AttributeValue.complex($0.attributes) }
            all[.groups] = completing(.array(values), of: .groups)
        }
        all.append(.meta, .complex(meta))
        return selection.project(all, of: resource.type)
    }

    private var meta: Attributes {
        Attributes(uniqueNames: [
            (.resourceType, .string(resource.type.name)), (.created, .string(resource.created.description)),
            (.lastModified, .string(resource.lastModified.description)), (.location, .string(location)),
            (.version, .string(version.entityTag)),
        ])
    }
}

extension Representation {
    /// Writes the `$ref` of values that name other resources.
    private func completing(_ value: AttributeValue, of name: AttributeName) -> AttributeValue {
        if let reference = resource.type.references.first(where: { $0.name == name }) {
            return completing(value, reference)
        }
        guard case .complex(var content) = value, let `extension` = resource.type.extension(name) else { return value }
        for reference in `extension`.references {
            if let value = content[reference.name] { content[reference.name] = completing(value, reference) }
        }
        return .complex(content)
    }

    private func completing(_ value: AttributeValue, _ reference: ReferenceDefinition) -> AttributeValue {
        switch value {
        case .array(let values):
            return .array(values.map { completing($0, reference) })
        case .complex(var attributes):
            guard let id = attributes[.value]?.string, !id.isEmpty, let endpoint = endpoint(for: attributes, reference)
            else {
                return value
            }
            attributes[.reference] = .string("\(baseURL)\(endpoint)/\(ResourceID(id).pathSegment)")
            return .complex(attributes)
        default:
            return value
        }
    }

    /// The endpoint of the only type that the reference may lead to, or of the one that the value itself names.
    private func endpoint(for attributes: Attributes, _ reference: ReferenceDefinition) -> String? {
        guard let name = reference.onlyType ?? attributes[.type]?.string else { return nil }
        return types.first { $0.name == name }?.endpoint
    }
}

extension Representation {
    /// Writes the resource as JSON: what ``attributes`` holds, without the detour over a tree where nothing is left out.
    public func write(to writer: inout JSONWriter) {
        let packed = resource.presentable
        guard selection.scope == .byDefault, packed != nil || !resource.type.hidesAttributes else {
            return writer.write(attributes)
        }
        writer.beginObject()
        writer.name(.schemas)
        writer.beginArray()
        for uri in resource.schemas { writer.string(uri) }
        writer.endArray()
        writer.name(.id)
        writer.string(resource.id.text)
        if let packed {
            writer.rawMembers(packed.members)
        } else {
            for (name, value) in resource.type.showable(in: resource.attributes) where name != .groups || groups.isEmpty
            {
                writer.name(name)
                write(value, of: name, to: &writer)
            }
        }
        if !groups.isEmpty {
            writer.name(.groups)
            write(.array(groups.map { .complex($0.attributes) }), of: .groups, to: &writer)
        }
        writeMeta(to: &writer)
        writer.endObject()
    }

    private func writeMeta(to writer: inout JSONWriter) {
        writer.name(.meta)
        writer.beginObject()
        writer.name(.resourceType)
        writer.string(resource.type.name)
        writer.name(.created)
        writer.string(resource.created.description)
        writer.name(.lastModified)
        writer.string(resource.lastModified.description)
        writer.name(.location)
        writer.string(baseURL, resource.type.endpoint, "/", resource.id.pathSegment)
        writer.name(.version)
        writer.string(version.entityTag)
        writer.endObject()
    }

    private func write(_ value: AttributeValue, of name: AttributeName, to writer: inout JSONWriter) {
        if let reference = resource.type.references.first(where: { $0.name == name }) {
            write(value, reference, to: &writer)
        } else if case .complex = value, name.isSchemaURI {
            writer.write(completing(value, of: name))
        } else {
            writer.write(value)
        }
    }

    private func write(_ value: AttributeValue, _ reference: ReferenceDefinition, to writer: inout JSONWriter) {
        switch value {
        case .array(let values):
            writer.beginArray()
            for value in values { write(value, reference, to: &writer) }
            writer.endArray()
        case .complex(let attributes):
            writer.beginObject()
            for (name, value) in attributes where name != .reference {
                writer.name(name)
                writer.write(value)
            }
            if let id = attributes[.value]?.string, !id.isEmpty, let endpoint = endpoint(for: attributes, reference) {
                writer.name(.reference)
                writer.string(baseURL, endpoint, "/", ResourceID(id).pathSegment)
            }
            writer.endObject()
        default:
            writer.write(value)
        }
    }
}
