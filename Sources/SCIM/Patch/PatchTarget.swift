/// What a PATCH operation acts on (RFC 7644 §3.5.2, figure 7).
public struct PatchTarget: Sendable, Hashable {
    /// The attribute or sub-attribute.
    public var path: ResolvedPath
    /// Which values of a multi-valued attribute; `nil` for all of them.
    public var filter: ResolvedFilter?

    /// Names a target.
    public init(_ path: ResolvedPath, where filter: ResolvedFilter? = nil) {
        self.path = path
        self.filter = filter
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
        if let filter {
            guard path.subAttribute == nil, path.attribute.isMultiValued else {
                throw SCIMError(.invalidPath, "path '\(text.prefix(200))': '\(path.path)' has no values to select from")
            }
            self.filter = try path.attribute.resolve(filter)
        }
        if let subName {
            guard let definition = path.attribute.subAttribute(AttributeName(subName)) else {
                throw SCIMError(.invalidPath, "path '\(text.prefix(200))': '\(path.path)' has no '\(subName)'")
            }
            path = ResolvedPath(schema: path.path.schema, path.attribute, definition)
        }
        self.path = path
    }
}
