extension AttributeDefinition {
    /// Adds values to the values of a multi-valued attribute; a value that is there already is not repeated
    /// (RFC 7643 §2.4, RFC 7644 §3.5.2.1).
    ///
    /// Two complex values are the same if `value` and `type` agree, or `value` alone where it is the id of a resource;
    /// the sub-attributes of the added one then join those that are there.
    func merging(_ present: [AttributeValue], with added: [AttributeValue]) -> [AttributeValue] {
        var all = present
        all.reserveCapacity(present.count + added.count)
        var positions = Dictionary(present.enumerated().map { (identity($1), $0) }) { first, _ in first }
        for value in added {
            let identity = identity(value)
            guard let position = positions[identity] else {
                positions[identity] = all.count
                all.append(value)
                continue
            }
            if case .complex(var attributes) = all[position], case .complex(let changes) = value {
                for (name, change) in changes { attributes[name] = change }
                all[position] = .complex(attributes)
            }
        }
        return all
    }

    /// What makes a value of this attribute the same as another one.
    func identity(_ value: AttributeValue) -> AttributeValue {
        guard case .complex(let attributes) = value, let own = attributes[.value] else { return value }
        if refersToResources { return own }
        return .array([own, attributes[.type] ?? .null])
    }

    /// Leaves `primary` true on one value alone (RFC 7644 §3.5.2).
    ///
    /// - Parameter chosen: The values that were just made primary; the last of them stays so.
    func settingPrimary(_ values: [AttributeValue], chosen: (Int) -> Bool) -> [AttributeValue] {
        guard let winner = values.indices.last(where: { values[$0].isPrimary && chosen($0) }) else { return values }
        return values.enumerated().map { index, value in
            guard index != winner, value.isPrimary, case .complex(var attributes) = value else { return value }
            attributes[.primary] = false
            return .complex(attributes)
        }
    }
}
