extension ResourceType {
    /// The type of the records that an application keeps of resources of this type: the schemas say what values mean, and a
    /// mapper where they stand.
    ///
    /// A store that asks the type for ``uniqueValues(in:)``, ``memberIDs(in:)``, ``attributes(_:without:)`` and
    /// ``locate(_:)`` does for such records what it does for resources.
    ///
    /// - Parameter place: Where a record holds what a resource has at a path, as it stands there; `nil` if nowhere.
    package func placing(_ place: (AttributePath) -> AttributePath?) -> ResourceType {
        var places: [AttributePath: AttributePath] = [:]
        let common = CommonAttributes.definition(.externalId).map { [ResolvedPath($0)] } ?? []
        for path in common + Self.paths(of: schema, extensions) { places[path.path] = place(path.path) }
        return ResourceType(
            name: name, endpoint: endpoint, description: description, schema: schema, extensions: extensions,
            isReadOnly: isReadOnly, places: places)
    }

    /// Finds where resources of this type hold what a path in the notation of RFC 7644 §3.10 names: there, but in the records of
    /// an application where the mapper puts it.
    ///
    /// - Returns: The place; `nil` if no schema of this type knows the path, or no record has it.
    public func locate(_ text: String) -> ResolvedPath? {
        let path = resolve(text)
        guard let places else { return path }
        return path.flatMap { places[$0.path].map($0.placed) }
    }
}

extension Resource {
    /// The text that stands at a place of a single value.
    package func text(at path: AttributePath) -> String? {
        let value = value(path.attribute, in: path.schema)
        return (path.subAttribute.map { value?[$0] } ?? value)?.string
    }
}
