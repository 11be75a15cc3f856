extension ResourceType {
    /// The order that `sortBy` asks for (RFC 7644 §3.4.2.3).
    ///
    /// A complex attribute stands for its `value`. What is never returned counts as unknown, lest the order tell of it.
    ///
    /// - Parameter repairs: Notes what had to be put right.
    /// - Returns: `nil` if no schema of this type knows the attribute.
    /// - Throws: ``SCIMError/Code/invalidValue`` for a complex attribute without `value`.
    public func sortOrder(
        by text: String, descending: Bool, repairs: inout Repairs
    ) throws(SCIMError) -> SortOrder? {
        guard let path = try resolve(text, repairs: &repairs, else: .invalidValue), path.isEverReturned else {
            return nil
        }
        guard path.definition.type == .complex else { return SortOrder(by: path, descending: descending) }
        guard path.subAttribute == nil, let value = path.attribute.subAttribute(.value) else {
            throw SCIMError(
                .invalidValue, "'sortBy' names '\(name: text.prefix(100))', which is complex: name a sub-attribute")
        }
        return SortOrder(by: ResolvedPath(schema: path.path.schema, path.attribute, value), descending: descending)
    }
}
