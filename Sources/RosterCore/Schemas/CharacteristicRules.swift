import SCIM

/// Which characteristics of an attribute go together (RFC 7643 §2.3, §7).
///
/// What has no meaning for the type of an attribute is warned of and ignored, as many published schemas state every
/// characteristic of every attribute. What has a meaning that cannot be met is refused.
struct CharacteristicRules {
    let section: ConfigurationSection
    let type: AttributeDefinition.AttributeType

    /// Reports every characteristic that does not suit the type.
    ///
    /// - Parameters:
    ///   - isPart: Whether the attribute is a part of a complex one.
    ///   - name: Its name, if it has one.
    ///   - parts: Its own parts.
    ///   - types: The names of the resource types that references may lead to.
    func check(isPart: Bool, name: String?, parts: [AttributeDefinition], types: [String]) {
        checkParts(parts, isPart: isPart)
        checkText()
        checkReference(to: types)
        if isPart, name == AttributeName.reference.text, type != .reference {
            section.refuse(section.has("type") ? "type" : "name", "'$ref' is of type reference")
        }
    }

    /// Reports what does not suit an attribute that clients cannot write, or nobody can read.
    static func check(_ mutability: AttributeDefinition.Mutability, in section: ConfigurationSection) {
        let isRequired = section.value("required", as: Bool.self) ?? false
        if mutability == .readOnly, isRequired {
            section.warn("required", "'required' is ignored: clients do not write what is readOnly")
        }
        guard mutability == .writeOnly else { return }
        if isRequired {
            section.refuse(
                "required", "what is writeOnly cannot be required: whoever writes back what was read does not have it")
        }
        if let returned = section.value("returned", as: AttributeDefinition.Returned.self), returned != .never {
            section.refuse("returned", "what is writeOnly is never returned", suggestion: "never")
        }
        if let uniqueness = section.value("uniqueness", as: AttributeDefinition.Uniqueness.self), uniqueness != .none {
            section.refuse(
                "uniqueness", "what is writeOnly cannot be unique: a refusal would tell that somebody has the value",
                suggestion: "none")
        }
    }

    private func checkParts(_ parts: [AttributeDefinition], isPart: Bool) {
        guard type == .complex else {
            if isStated("sub-attributes") {
                section.refuse("sub-attributes", "only an attribute of type complex has sub-attributes")
            }
            return
        }
        if isPart {
            section.refuse("type", "a sub-attribute cannot be complex")
        } else if !section.has("sub-attributes") {
            section.refuse("type", "an attribute of type complex needs 'sub-attributes'")
        } else if section.shape(of: "sub-attributes") == .list(isEmpty: true) {
            section.refuse("sub-attributes", "an attribute of type complex needs at least one sub-attribute")
        }
        let reference = parts.first { $0.name == .reference }
        let targets = (reference?.referenceTypes ?? []).filter { !Self.keywords.contains($0) }
        if targets.count > 1, !parts.contains(where: { $0.name == .type && $0.type == .string }) {
            section.refuse(
                "sub-attributes",
                "a '$ref' to several resource types needs a sub-attribute 'type', a string that says which one it is")
        }
    }

    private func checkText() {
        if type != .string, isStated("canonical-values") {
            section.warn(
                "canonical-values", "'canonical-values' is ignored: only an attribute of type string has them")
        }
        switch type {
        case .string: break
        case .reference, .binary:
            if section.value("case-exact", as: Bool.self) == false {
                section.warn("case-exact", "'false' is ignored: values of type \(type.rawValue) are always case exact")
            }
        case .boolean, .decimal, .integer, .dateTime, .complex:
            if section.has("case-exact") {
                section.warn(
                    "case-exact", "'case-exact' is ignored: values of type \(type.rawValue) have no letter case")
            }
        }
        // RFC 7643 §8.7.1 prints "none" for binaries, but §2.3.6 gives them no uniqueness.
        guard !type.canBeUnique || type == .binary else { return }
        if let uniqueness = section.value("uniqueness", as: AttributeDefinition.Uniqueness.self), uniqueness != .none {
            section.refuse("uniqueness", "values of type \(type.rawValue) cannot be unique", suggestion: "none")
        }
    }

    private func checkReference(to types: [String]) {
        guard type == .reference else {
            if isStated("reference-types") {
                section.warn(
                    "reference-types", "'reference-types' is ignored: only an attribute of type reference has them")
            }
            return
        }
        let named = (try? section.values("reference-types", as: String.self)) ?? []
        if named.isEmpty {
            section.refuse(
                section.has("reference-types") ? "reference-types" : "type",
                "an attribute of type reference needs 'reference-types': names of resource types, 'external' or 'uri'")
        }
        let known = types + Self.keywords
        for (item, name) in named.enumerated() where !known.contains(name) {
            section.refuse(
                "reference-types", item: item,
                "unknown resource type \(name.quotedForDisplay); known here: \(known.joined(separator: ", "))",
                suggestion: name.nearest(among: known))
        }
    }

    /// Whether a list has items: an empty one says no more than none.
    private func isStated(_ key: String) -> Bool {
        section.has(key) && section.shape(of: key) != .list(isEmpty: true)
    }

    /// What a reference may lead to besides resources (RFC 7643 §7).
    static let keywords = ["external", "uri"]
}
