extension Draft {
    /// Takes attributes in the form in which they are kept, with what a provider itself wrote among them.
    ///
    /// This is for what comes from another store. What a client may write otherwise is refused here, because it would
    /// change by being kept. What no schema knows stays as it is: that store had another configuration.
    ///
    /// - Throws: ``SCIMError/Code/invalidValue`` naming the attribute and the rule.
    package init(kept attributes: Attributes, as type: ResourceType) throws(SCIMError) {
        var spelled = Attributes()
        spelled.reserveCapacity(attributes.count)
        for (name, value) in attributes {
            guard let definition = type.definition(name) else {
                spelled.append(name, value)
                continue
            }
            guard !definition.isComputed(for: type) else {
                throw SCIMError(.invalidValue, "'\(definition.name)' is not among what is kept of a resource")
            }
            guard let known = definition.known(in: value) else {
                spelled.append(definition.name, value)
                continue
            }
            var repairs = Repairs()
            let kept = try definition.coerce(known, at: definition.name.text, from: .store, repairs: &repairs)
            guard kept == known, kept != .null else {
                throw SCIMError(
                    .invalidValue,
                    kept == .null
                        ? "'\(definition.name)' is empty and must be left out"
                        : "'\(definition.name)' would be kept as '\(kept.json.prefix(200))'")
            }
            spelled.append(definition.name, known == value ? kept : value)
        }
        try self.init(checking: spelled, as: type)
    }
}

extension AttributeDefinition {
    /// The part of a value that the schema knows; `nil` if there is something and nothing of it is known.
    fileprivate func known(in value: AttributeValue) -> AttributeValue? {
        guard type == .complex else { return value }
        switch value {
        case .complex(let attributes):
            var known = Attributes()
            for (name, part) in attributes {
                guard let part = subAttribute(name).flatMap({ $0.known(in: part) }) else { continue }
                known.append(name, part)
            }
            return known.isEmpty && !attributes.isEmpty ? nil : .complex(known)
        case .array(let values):
            let known = values.compactMap { self.known(in: $0) }
            return known.isEmpty && !values.isEmpty ? nil : .array(known)
        default: return value
        }
    }

    /// Whether the value is made for each answer (RFC 7643 §3.1, §4.1.2).
    fileprivate func isComputed(for type: ResourceType) -> Bool {
        guard mutability == .readOnly else { return false }
        return CommonAttributes.definition(name) != nil || (name == .groups && type.showsGroups)
    }
}
