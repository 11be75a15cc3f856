/// Shows the values that stand at one place of a source to a visitor, one by one, until it has seen enough.
///
/// It returns whether the visitor returned true, that is, had seen enough.
typealias Reader<Source> = (Source, (AttributeValue) -> Bool) -> Bool

extension AttributeValue {
    /// Reads the sub-attribute of one value of a multi-valued attribute; a simple value is its own `value`.
    static func reader(of path: ResolvedPath) -> Reader<AttributeValue> {
        let name = path.path.attribute
        return { element, visit in
            guard case .complex(let attributes) = element else { return name == .value && visit(element) }
            return attributes[name]?.visitEach(visit) ?? false
        }
    }

    /// Shows the values of an array, or the value itself as the only one.
    fileprivate func visitEach(_ visit: (AttributeValue) -> Bool) -> Bool {
        switch self {
        case .null: false
        case .array(let values): values.contains(where: visit)
        default: visit(self)
        }
    }
}

extension Resource {
    /// The values that stand at a place, those of all elements where the attribute is multi-valued.
    public func values(at path: ResolvedPath) -> [AttributeValue] {
        var values: [AttributeValue] = []
        _ = Self.reader(of: path)(self) { value in
            values.append(value)
            return false
        }
        return values
    }

    /// Reads what stands at a place, of all elements where the attribute is multi-valued.
    static func reader(of path: ResolvedPath) -> Reader<Resource> {
        let path = path.path
        if path.schema == nil, let common = commonReader(of: path) { return common }
        let schema = path.schema, attribute = path.attribute, part = path.subAttribute
        return { resource, visit in
            guard let value = resource.value(attribute, in: schema) else { return false }
            guard let part else { return value.visitEach(visit) }
            return value.visitEach { $0[part]?.visitEach(visit) ?? false }
        }
    }

    private static func commonReader(of path: AttributePath) -> Reader<Resource>? {
        switch path.attribute {
        case .id: return { resource, visit in visit(.string(resource.id.text)) }
        case .schemas: return { resource, visit in resource.schemas.contains { visit(.string($0)) } }
        case .meta:
            guard let part = path.subAttribute else { return { resource, visit in visit(.complex(resource.meta)) } }
            return { resource, visit in resource.meta[part].map(visit) ?? false }
        default: return nil
        }
    }

    /// What of `meta` a resource knows by itself: all but where it is found.
    private var meta: Attributes {
        Attributes(uniqueNames: [
            ("resourceType", .string(type.name)), ("created", .string(created.description)),
            ("lastModified", .string(lastModified.description)), ("version", .string(version.entityTag)),
        ])
    }
}
