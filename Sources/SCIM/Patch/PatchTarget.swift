/// What a PATCH operation acts on (RFC 7644 §3.5.2, figure 7).
public struct PatchTarget: Sendable, Hashable {
    /// The attribute or sub-attribute.
    public var path: ResolvedPath
    /// Which values of a multi-valued attribute; `nil` for all of them.
    public var filter: ResolvedFilter?
    /// The sub-attributes of a value that meets the filter, as the client spelled them; `nil` if not only `eq` decides.
    let conditions: Attributes?

    /// Names a target; where the filter selects nothing, nothing is made.
    public init(_ path: ResolvedPath, where filter: ResolvedFilter? = nil) {
        self.path = path
        self.filter = filter
        conditions = nil
    }

    /// Reads the path of an operation.
    ///
    /// - Throws: ``SCIMError/Code/invalidPath`` if the text is malformed or names no attribute,
    ///   ``SCIMError/Code/invalidFilter`` if the filter in brackets does not suit the attribute.
    public init(_ text: String, of type: ResourceType, limits: FilterLimits = .default) throws(SCIMError) {
        var parser = FilterParser(text, limits: limits)
        let name: String, filter: Filter?, subName: String?
        do {
            (name, filter, subName) = try parser.wholePath()
        } catch {
            throw SCIMError(.invalidPath, "path '\(text.prefix(200))': \(error.detail)")
        }
        guard var path = type.resolve(name) else {
            throw SCIMError(.invalidPath, "path '\(text.prefix(200))' names no attribute of \(type.name)")
        }
        if filter != nil, path.subAttribute != nil || !path.attribute.isMultiValued {
            throw SCIMError(.invalidPath, "path '\(text.prefix(200))': '\(path.path)' has no values to select from")
        }
        self.filter = try filter.map { filter throws(SCIMError) in try path.attribute.resolve(filter) }
        conditions = filter.flatMap(path.attribute.conditions)
        if let subName {
            guard let definition = path.attribute.subAttribute(AttributeName(subName)) else {
                throw SCIMError(.invalidPath, "path '\(text.prefix(200))': '\(path.path)' has no '\(subName)'")
            }
            path = ResolvedPath(schema: path.path.schema, path.attribute, definition)
        }
        self.path = path
    }
}

extension AttributeDefinition {
    /// What a value must hold to meet a filter that is one `eq` comparison or several joined by `and`.
    ///
    /// - Returns: `nil` for any other filter, and for one that no value meets.
    fileprivate func conditions(_ filter: Filter) -> Attributes? {
        switch filter {
        case .compare(let name, .eq, let value):
            guard let part = subAttribute(AttributeName(name)), let value = try? part.coerce(value, at: name),
                value != .null
            else { return nil }
            return [part.name: value]
        case .all(let terms):
            var all = Attributes()
            for term in terms {
                guard let one = conditions(term) else { return nil }
                for (name, value) in one {
                    if let other = all[name], other != value { return nil }
                    all[name] = value
                }
            }
            return all
        default:
            return nil
        }
    }
}
