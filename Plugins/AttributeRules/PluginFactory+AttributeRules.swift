public import RosterCore
import SCIM

extension PluginFactory<any AttributeMapper> {
    /// Records by rules: `type: rules`.
    ///
    /// - `keep-others` (true or false, optional, default true): Whether attributes that no rule speaks of stand in the record
    ///   under their own names, in both directions.
    /// - `users` (mapping, optional): For fields of the record the rules, in short a path such as `firstName: name.givenName`.
    /// - `groups` (mapping, optional): The same for groups, and so on for other resource types by their endpoints.
    ///
    /// A rule that is no mere path is a mapping:
    ///
    /// - `from` (path or list of paths), `constant` (a value) or `template` (text with paths in braces): one of them.
    /// - `pick` (`primary-or-first`, optional): One of several values.
    /// - `values` (mapping, optional): The field's words for values of the attribute; `otherwise` (`keep` or `refuse`,
    ///   optional, default `keep`) says what is done with others.
    /// - `each` (mapping, optional): For fields of a record of each value, the rules with its sub-attributes.
    /// - `required` (true or false, optional, default false): Whether a record without the field is refused.
    /// - `direction` (`both`, `to-application` or `from-application`, optional): By default both, as far as that can be.
    ///
    /// Records that can never say that a user is inactive are warned of.
    ///
    /// Before a store, unique attributes and the ids of members each need a field of their own, unless they keep their names.
    public static var rules: Self {
        Self(planning: "rules") { section, context in
            let keepsOthers = section.value("keep-others", as: Bool.self) ?? true
            var rules: [ResourceType: RecordRules] = [:]
            for type in context.types {
                rules[type] = section.recordRules(
                    of: type, keepingOthers: keepsOthers, isBeforeStore: context.keepsRecords)
            }
            return PluginPlan(RuleAttributeMapper(rules))
        }
    }
}

extension ConfigurationSection {
    /// Reads the rules for a resource type; what is wrong is in the report.
    fileprivate func recordRules(
        of type: ResourceType, keepingOthers: Bool, isBeforeStore: Bool
    ) -> RecordRules {
        let key = String(type.endpoint.drop { $0 == "/" }).lowercased()
        let section: ConfigurationSection?
        do throws(ConfigurationProblem) {
            section = try optionalSection(key)
        } catch {
            section = nil
        }
        let fields = section?.fieldRules(in: .resource(type), below: nil) ?? []
        let others = keepingOthers ? OtherAttributes(besides: fields, of: type) : nil
        if let others { section?.refuseNames(of: fields, thatAreKeptBy: others, of: type) }
        let rules = RecordRules(fields, others: others)
        if type == .user, !rules.tells(.active, isBeforeStore: isBeforeStore) {
            record(problem(atKey: key, Self.warning(isBeforeStore: isBeforeStore)).asWarning)
        }
        if isBeforeStore {
            for problem in RecordTypes.problems(of: type, placing: rules.recordPath) {
                let rule = fields.first { $0.paths.contains { $0.attributePlace == problem.path.attributePlace } }
                let message = problem.description
                record(
                    rule.flatMap { section?.problem(for: $0.field.text, message) } ?? self.problem(atKey: key, message))
            }
        }
        return rules
    }

    private static func warning(isBeforeStore: Bool) -> String {
        isBeforeStore
            ? "no field keeps 'active': a client that deactivates a user gets 2xx, and the user stays active; "
                + "add the rule 'active: active'"
            : "no field shows 'active': a record never says that a user is inactive; add the rule 'active: active'"
    }

    /// Refuses fields with the name of an attribute that keeps it.
    private func refuseNames(of rules: [FieldRule], thatAreKeptBy others: OtherAttributes, of type: ResourceType) {
        for rule in rules {
            guard let definition = type.definition(rule.field), !others.isTaken([definition.name]) else { continue }
            record(
                problem(
                    atKey: rule.field.text,
                    "the attribute '\(definition.name)' keeps its name, so no field can have it ('keep-others' is true)"
                ))
        }
    }
}
