public import RosterCore
import SCIM

extension PluginFactory<any AttributeMapper> {
    /// Records with other names for attributes: `type: rules`.
    ///
    /// - `users` (mapping, optional): For attributes of users, by name, the fields of the record, such as
    ///   `userName: login`.
    /// - `groups` (mapping, optional): The same for groups, and so on for other resource types by their endpoints.
    ///
    /// What is not mentioned keeps its name. Two attributes cannot share a field.
    public static var rules: Self {
        Self(type: "rules") { section, context in
            let renamings = try section.renamings(of: context.types)
            return { RuleAttributeMapper(renamings) }
        }
    }
}

extension ConfigurationSection {
    /// Reads the rules for all resource types, to the end even if some are wrong.
    fileprivate func renamings(
        of types: [ResourceType]
    ) throws(ConfigurationProblem) -> [ResourceType: AttributeRenaming] {
        var renamings: [ResourceType: AttributeRenaming] = [:]
        var first: ConfigurationProblem?
        for type in types {
            let key = String(type.endpoint.drop { $0 == "/" }).lowercased()
            do throws(ConfigurationProblem) {
                guard let rules = try optionalSection(key)?.rules(for: type), !rules.isEmpty else { continue }
                renamings[type] = AttributeRenaming(rules)
            } catch {
                first = first ?? error
            }
        }
        if let first { throw first }
        return renamings
    }

    /// Reads the rules for a resource type; a key that is none of its attributes is left over and so refused.
    private func rules(for type: ResourceType) throws(ConfigurationProblem) -> [AttributeName: AttributeName] {
        var rules: [AttributeName: AttributeName] = [:]
        var first: ConfigurationProblem?
        let keys = unreadKeys
        let definitions = type.schema.attributes + CommonAttributes.definitions
        for definition in definitions where definition.isKept {
            do throws(ConfigurationProblem) {
                if let field = try field(definition.name.text) { rules[definition.name] = field }
            } catch {
                first = first ?? error
            }
        }
        if let first { throw first }
        try refuseCollisions(in: rules, inOrderOf: keys, with: definitions.map(\.name))
        return rules
    }

    private func field(_ key: String) throws(ConfigurationProblem) -> AttributeName? {
        guard let text = try optional(key, as: String.self) else { return nil }
        guard AttributeName.isField(text) else {
            let problem = problem(
                for: key,
                "a field must be a letter or '_' and then letters, digits, '-', '_' or '$', not \(text.quotedForDisplay)"
            )
            record(problem)
            throw problem
        }
        return AttributeName(text)
    }

    /// Refuses a field that would hold two attributes, at the second one that the file gives it.
    private func refuseCollisions(
        in rules: [AttributeName: AttributeName], inOrderOf keys: [String], with names: [AttributeName]
    ) throws(ConfigurationProblem) {
        var owners = Dictionary(names.filter { rules[$0] == nil }.map { ($0, $0) }) { first, _ in first }
        var first: ConfigurationProblem?
        for name in keys.map({ AttributeName($0) }) {
            guard let field = rules[name] else { continue }
            if let owner = owners.updateValue(name, forKey: field) {
                let problem = problem(
                    for: name.text, "the field \(field.text.quotedForDisplay) holds the attribute '\(owner)' already")
                record(problem)
                first = first ?? problem
            }
        }
        if let first { throw first }
    }
}

extension AttributeDefinition {
    /// Whether stores keep the attribute; what the provider computes or drops is in no record.
    fileprivate var isKept: Bool { mutability != .readOnly && mutability != .writeOnly }
}

extension AttributeName {
    /// Whether a text can name a field of a record: the grammar of RFC 7643 §2.1, and `_` to begin with.
    fileprivate static func isField(_ text: String) -> Bool {
        guard let first = text.utf8.first, first.isASCIILetter || first == UInt8(ascii: "_") else { return false }
        return text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "-_$".utf8.contains($0) }
    }
}
