extension ResourceType {
    /// The attributes that an answer may show: those that a schema of this type knows and that are not returned never.
    ///
    /// A store may hold others: those of a schema that the configuration had once, which come back along with it, or a
    /// password.
    func showable(in attributes: Attributes) -> Attributes {
        guard attributes.contains(where: { !isShowable($0.name, $0.value) }) else { return attributes }
        var shown = Attributes()
        for (name, value) in attributes where definition(name).map({ $0.returned != .never }) ?? false {
            guard let schema = `extension`(name)?.schema, case .complex(let content) = value else {
                shown.append(name, value)
                continue
            }
            let rest = content.filter { schema.isShowable($0.name) }
            if !rest.isEmpty { shown.append(name, .complex(Attributes(uniqueNames: rest))) }
        }
        return shown
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

    private func isShowable(_ name: AttributeName, _ value: AttributeValue) -> Bool {
        if schema.isShowable(name) || CommonAttributes.definition(name) != nil { return true }
        guard let schema = `extension`(name)?.schema else { return false }
        return value.attributes?.allSatisfy { schema.isShowable($0.name) } ?? true
    }
}

extension Schema {
    fileprivate func isShowable(_ name: AttributeName) -> Bool {
        attribute(name).map { $0.returned != .never } ?? false
    }
}
