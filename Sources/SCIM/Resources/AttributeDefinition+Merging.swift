extension AttributeDefinition {
    /// Adds values to the values of a multi-valued attribute; a value that is there already is not repeated
    /// (RFC 7643 §2.4, RFC 7644 §3.5.2.1).
    ///
    /// Two complex values are the same if `value` and `type` agree, or `value` alone where it is the id of a resource;
    /// the sub-attributes of the added one then join those that are there.
    func merging(_ present: [AttributeValue], with added: [AttributeValue]) -> [AttributeValue] {
        let identity = identity
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

    /// Makes one of values that have become the same by a change of their parts (RFC 7643 §2.4); it is primary if one
    /// of them is.
    func unitingSame(_ values: [AttributeValue]) -> [AttributeValue] {
        var united = merging([], with: values)
        guard united.count < values.count, let primary = values.first(where: \.isPrimary).map(identity) else {
            return united
        }
        for (index, value) in united.enumerated() where identity(value) == primary {
            guard case .complex(var attributes) = value else { continue }
            attributes[.primary] = true
            united[index] = .complex(attributes)
        }
        return united
    }

    /// Takes values away; one that is named without `type` goes whatever its type is.
    func removing(_ leaving: [AttributeValue], from present: [AttributeValue]) -> [AttributeValue] {
        let identity = identity
        let exactly = Set(leaving.map(identity))
        let ofAnyType = Set(leaving.compactMap { $0[.type] == nil ? $0[.value] : nil })
        return present.filter { value in
            !exactly.contains(identity(value)) && !(value[.value].map(ofAnyType.contains) ?? false)
        }
    }

    /// What makes a value of this attribute the same as another one.
    var identity: (AttributeValue) -> AttributeValue {
        let byValueAlone = refersToResources
        return { value in
            guard case .complex(let attributes) = value, let own = attributes[.value] else { return value }
            return byValueAlone ? own : .array([own, attributes[.type] ?? .null])
        }
    }

    /// Leaves `primary` true on one value alone (RFC 7644 §3.5.2).
    ///
    /// - Parameter chosen: The values that were just made primary; the last of them stays so.
    func settingPrimary(_ values: [AttributeValue], chosen: (Int) -> Bool) -> [AttributeValue] {
        guard let winner = values.indices.last(where: { chosen($0) && values[$0].isPrimary }) else { return values }
        return values.enumerated().map { index, value in
            guard index != winner, value.isPrimary, case .complex(var attributes) = value else { return value }
            attributes[.primary] = false
            return .complex(attributes)
        }
    }
}
