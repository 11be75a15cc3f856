/// What a PATCH operation acts on (RFC 7644 §3.5.2, figure 7).
public struct PatchTarget: Sendable, Hashable {
    /// The attribute or sub-attribute.
    public var path: ResolvedPath
    /// Which values of a multi-valued attribute; `nil` for all of them.
    public var filter: ResolvedFilter?
    /// The sub-attributes of a value that meets the filter, as the client spelled them; `nil` if not only `eq` decides.
    public let conditions: Attributes?
    /// What was put right in the conditions, which counts only if a value is made of them.
    let conditionRepairs: Tolerances

    /// Names a target; where the filter selects nothing, nothing is made.
    public init(_ path: ResolvedPath, where filter: ResolvedFilter? = nil) {
        self.path = path
        self.filter = filter
        conditions = nil
        conditionRepairs = Tolerances()
    }

    /// Reads the path of an operation.
    ///
    /// - Parameter repairs: Notes what had to be put right; where repairs are not allowed, the target makes no value.
    /// - Throws: ``SCIMError/Code/invalidPath`` if the text is malformed or names no attribute,
    ///   ``SCIMError/Code/invalidFilter`` if the filter in brackets does not suit the attribute.
    public init(
        _ text: String, of type: ResourceType, limits: FilterLimits = .default, repairs: inout Repairs
    ) throws(SCIMError) {
        var parser = FilterParser(text, limits: limits, repairs: repairs)
        let name: String, filter: Filter?, subName: String?
        do {
            (name, filter, subName) = try parser.wholePath()
        } catch {
            throw SCIMError(.invalidPath, "path '\(name: text.prefix(200))': \(error)")
        }
        repairs = parser.repairs
        guard var path = try type.resolve(name, repairs: &repairs, else: .invalidPath) else {
            throw SCIMError(.invalidPath, "path '\(name: text.prefix(200))' names no attribute of \(type.name)")
        }
        if filter != nil, path.subAttribute != nil || !path.attribute.isMultiValued {
            throw SCIMError(
                .invalidPath, "path '\(name: text.prefix(200))': '\(path.path)' has no values to select from")
        }
        if let filter {
            self.filter = try path.attribute.resolve(filter, repairs: &repairs)
            var own = Repairs()
            conditions = repairs.areAllowed ? path.attribute.conditions(filter, &own) : nil
            conditionRepairs = own.made
        } else {
            self.filter = nil
            conditions = nil
            conditionRepairs = Tolerances()
        }
        if let subName {
            guard let definition = path.attribute.subAttribute(AttributeName(subName)) else {
                throw SCIMError(
                    .invalidPath,
                    "path '\(name: text.prefix(200))': '\(path.path)' has no '\(name: subName.prefix(100))'")
            }
            path = ResolvedPath(schema: path.path.schema, path.attribute, definition)
        }
        self.path = path
    }

    /// Reads the path of an operation and puts right what clients are known to write otherwise, without a note of it.
    ///
    /// - Throws: As the initializer that notes the repairs.
    public init(_ text: String, of type: ResourceType, limits: FilterLimits = .default) throws(SCIMError) {
        var repairs = Repairs()
        try self.init(text, of: type, limits: limits, repairs: &repairs)
    }
}

extension AttributeDefinition {
    /// What a value must hold to meet a filter that is one `eq` comparison or several joined by `and`.
    ///
    /// - Returns: `nil` for any other filter, and for one that no value meets.
    fileprivate func conditions(_ filter: Filter, _ repairs: inout Repairs) -> Attributes? {
        switch filter {
        case .compare(let name, .eq, let value):
            guard let part = subAttribute(AttributeName(name)),
                let value = try? part.coerce(value, at: name, from: .elementOfChange, repairs: &repairs),
                value != .null
            else { return nil }
            return [part.name: value]
        case .all(let terms):
            var all = Attributes()
            for term in terms {
                guard let one = conditions(term, &repairs) else { return nil }
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
