extension ResourceType {
    /// The attributes that an answer may show: those that a schema of this type knows and that are not returned never.
    ///
    /// A store may hold others: those of a schema that the configuration had once, which come back along with it, or a
    /// password.
    package func showable(in attributes: Attributes) -> Attributes {
        keeping(attributes) { $0?.isEverReturned ?? false }
    }

    /// The attributes that no schema of this type knows, and so no client can have meant to change.
    package func unknown(in attributes: Attributes) -> Attributes {
        keeping(attributes) { $0 == nil }
    }

    /// The attributes whose definition is such; of an extension the part that is left, if any is.
    private func keeping(_ attributes: Attributes, where isKept: (AttributeDefinition?) -> Bool) -> Attributes {
        var kept = Attributes()
        kept.reserveCapacity(attributes.count)
        for (name, value) in attributes {
            if let schema = `extension`(name)?.schema, case .complex(let content) = value {
                let rest = content.filter { isKept(schema.attribute($0.name)) }
                if !rest.isEmpty { kept.append(name, .complex(Attributes(uniqueNames: rest))) }
            } else if isKept(definition(name)) {
                kept.append(name, value)
            }
        }
        return kept
    }
}

extension AttributeDefinition {
    /// Whether any answer may show the attribute.
    var isEverReturned: Bool { returned != .never }
}
