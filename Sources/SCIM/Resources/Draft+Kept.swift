extension Draft {
    /// Takes attributes in the form in which they are kept, with what a provider itself wrote among them.
    ///
    /// This is for what comes from another store. What a client may write otherwise is refused here, because it would
    /// change by being kept.
    ///
    /// - Throws: ``SCIMError/Code/invalidValue`` naming the attribute and the rule.
    package init(kept attributes: Attributes, as type: ResourceType) throws(SCIMError) {
        var spelled = Attributes()
        spelled.reserveCapacity(attributes.count)
        for (name, value) in attributes {
            guard let definition = type.definition(name) else {
                throw SCIMError(.invalidValue, "'\(name: name.text.prefix(100))' is no attribute of \(type.name)")
            }
            guard !definition.isComputed(for: type) else {
                throw SCIMError(.invalidValue, "'\(definition.name)' is not among what is kept of a resource")
            }
            var repairs = Repairs()
            let kept = try definition.coerce(value, at: definition.name.text, from: .store, repairs: &repairs)
            guard kept == value, kept != .null else {
                throw SCIMError(
                    .invalidValue,
                    kept == .null
                        ? "'\(definition.name)' says nothing and is to be left out"
                        : "'\(definition.name)' would be kept as '\(kept.json.prefix(200))'")
            }
            spelled.append(definition.name, kept)
        }
        try self.init(checking: spelled, as: type)
    }
}

extension AttributeDefinition {
    /// Whether the value is made for each answer (RFC 7643 §3.1, §4.1.2).
    fileprivate func isComputed(for type: ResourceType) -> Bool {
        guard mutability == .readOnly else { return false }
        return CommonAttributes.definition(name) != nil || (name == .groups && type.showsGroups)
    }
}
