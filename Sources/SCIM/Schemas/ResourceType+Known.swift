extension ResourceType {
    /// The attributes that a schema of this type knows.
    ///
    /// A store may hold others: those of a schema that the configuration had once, which come back along with it.
    func known(in attributes: Attributes) -> Attributes {
        guard attributes.contains(where: { !isKnown($0.name, $0.value) }) else { return attributes }
        var known = Attributes()
        for (name, value) in attributes where definition(name) != nil {
            guard let schema = `extension`(name)?.schema, case .complex(let content) = value else {
                known.append(name, value)
                continue
            }
            let rest = content.filter { schema.attribute($0.name) != nil }
            if !rest.isEmpty { known.append(name, .complex(Attributes(uniqueNames: rest))) }
        }
        return known
    }

    /// The attributes that no schema of this type knows, and so no client can have meant to change.
    func unknown(in attributes: Attributes) -> Attributes {
        var unknown = Attributes()
        for (name, value) in attributes where !isKnown(name, value) {
            guard let schema = `extension`(name)?.schema, case .complex(let content) = value else {
                unknown.append(name, value)
                continue
            }
            let rest = content.filter { schema.attribute($0.name) == nil }
            unknown.append(name, .complex(Attributes(uniqueNames: rest)))
        }
        return unknown
    }

    private func isKnown(_ name: AttributeName, _ value: AttributeValue) -> Bool {
        if schema.attribute(name) != nil || CommonAttributes.definition(name) != nil { return true }
        guard let schema = `extension`(name)?.schema else { return false }
        return value.attributes?.allSatisfy { schema.attribute($0.name) != nil } ?? true
    }
}
