import SCIM

/// Reads an item of `attributes`, or of `sub-attributes` of a complex one.
struct AttributeReader {
    private let section: ConfigurationSection
    private let types: [String]
    private let parent: AttributeDefinition.Mutability?

    /// Prepares to read.
    ///
    /// - Parameters:
    ///   - section: The item.
    ///   - types: The names of the resource types that references may lead to.
    ///   - parent: Who may write the complex attribute that this is a part of; `nil` if it is none.
    init(_ section: ConfigurationSection, types: [String], partOf parent: AttributeDefinition.Mutability? = nil) {
        self.section = section
        self.types = types
        self.parent = parent
    }

    /// Reads a list of attributes to the end, even if some are wrong.
    static func attributes(
        _ key: String, of section: ConfigurationSection, types: [String],
        partOf parent: AttributeDefinition.Mutability? = nil
    ) -> [AttributeDefinition] {
        var names: Set<AttributeName> = []
        return section.sections(key).compactMap { item in
            let definition = AttributeReader(item, types: types, partOf: parent).read()
            if let name = item.value("name", as: String.self), !names.insert(AttributeName(name)).inserted {
                item.refuse("name", "\(name.quotedForDisplay) is there already; letter case makes no difference")
            }
            return definition
        }
    }

    private func read() -> AttributeDefinition? {
        defer { try? section.finish() }
        let name: String? = try? section.required("name")
        let type = section.value("type", default: AttributeDefinition.AttributeType.string)
        let mutability = section.value("mutability", default: inheritedMutability)
        let usual: AttributeDefinition.Returned = mutability == .writeOnly ? .never : .default
        let returned = section.value("returned", default: usual)
        let uniqueness = section.value("uniqueness", default: AttributeDefinition.Uniqueness.none)
        let isMultiValued = section.value("multi-valued", as: Bool.self) ?? false
        let isRequired = section.value("required", as: Bool.self) ?? false
        let isCaseExact = section.value("case-exact", as: Bool.self)
        let description = section.value("description", as: String.self) ?? ""
        let canonicalValues = (try? section.values("canonical-values", as: String.self)) ?? []
        let referenceTypes = (try? section.values("reference-types", as: String.self)) ?? []
        let parts = Self.attributes(
            "sub-attributes", of: section, types: types, partOf: mutability ?? .readWrite)
        if let name { check(name: name) }
        if let type {
            CharacteristicRules(section: section, type: type).check(
                isPart: parent != nil, name: name, parts: parts, types: types)
        }
        if let mutability { CharacteristicRules.check(mutability, in: section) }
        guard let name, let type, let mutability, let returned, let uniqueness else { return nil }
        // What has no meaning is warned of by now.
        return AttributeDefinition(
            AttributeName(name), type, multiValued: isMultiValued, description: description,
            required: isRequired && mutability != .readOnly,
            caseExact: type == .string ? isCaseExact ?? false : type == .reference || type == .binary,
            mutability: mutability, returned: returned, uniqueness: uniqueness,
            canonicalValues: type == .string ? canonicalValues : [],
            referenceTypes: type == .reference ? referenceTypes : [], subAttributes: parts)
    }

    /// Parts of what only the provider writes, or nobody reads, are no different unless they say so.
    private var inheritedMutability: AttributeDefinition.Mutability {
        switch parent {
        case .readOnly?: .readOnly
        case .writeOnly?: .writeOnly
        case .readWrite?, .immutable?, nil: .readWrite
        }
    }

    private func check(name: String) {
        let isReference = parent != nil && name == AttributeName.reference.text
        guard SchemaGrammar.isAttributeName(name) || isReference else {
            let more = parent == nil ? "" : ", or '$ref'"
            section.refuse(
                "name",
                "the name of an attribute is a letter and then letters, digits, '-', '_' or '$'\(more), not "
                    + name.quotedForDisplay)
            return
        }
        if parent == nil, CommonAttributes.definition(AttributeName(name)) != nil {
            section.refuse("name", "every resource has \(name.quotedForDisplay) already; it cannot be defined again")
        }
    }
}
