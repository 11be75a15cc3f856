import RosterCore
import SCIM

/// Reads a rule that is a mapping.
///
/// All of it is read even if something is wrong, so that one run finds everything; the report of the section has it.
struct RuleReader {
    /// The words for which of several values is meant.
    private enum Pick: String, CaseIterable, ConfigurationScalar {
        case primaryOrFirst = "primary-or-first"
    }

    let section: ConfigurationSection
    private let field: AttributeName
    private let label: String
    let scope: RuleScope

    init(_ section: ConfigurationSection, field: AttributeName, label: String, scope: RuleScope) {
        self.section = section
        self.field = field
        self.label = label
        self.scope = scope
    }

    /// Reads the rule; `nil` if something is wrong that leaves none.
    func rule() -> FieldRule? {
        let direction: RuleDirection? = section.value("direction")
        let isRequired: Bool = section.value("required") ?? false
        if isRequired, direction == .fromApplication {
            refuse("required", "a field that comes from the application only cannot be required")
        }
        guard let source = source(direction), let actual = self.direction(direction, of: source) else { return nil }
        if isRequired, let obstacle = obstacleToRequiring(source) { refuse("required", obstacle) }
        let rule = FieldRule(field: field, label: label, source: source, direction: actual, isRequired: isRequired)
        if !isRequired, rule.canRefuse, looksAtMembers(source) {
            refuse("from", "members come and go one by one, so nothing about them can be required")
        }
        return rule
    }

    private func source(_ direction: RuleDirection?) -> FieldRule.Source? {
        let present = ["from", "constant", "template"].filter { section.shape(of: $0) != .nothing }
        if present.count > 1 {
            for key in present { section.skip(key) }
            refuse(present[1], "a rule has one of 'from', 'constant' and 'template'")
            skipDetails()
            return nil
        }
        switch present.first {
        case "constant":
            refuseDetails()
            return section.scalar("constant").map { .constant($0) }
        case "template":
            refuseDetails()
            return template()
        default:
            return paths(direction)
        }
    }

    private func paths(_ direction: RuleDirection?) -> FieldRule.Source? {
        let picks = section.value("pick", as: Pick.self) != nil
        let texts: [String]
        let isList: Bool
        switch section.shape(of: "from") {
        case .list(let isEmpty):
            isList = true
            texts = (try? section.values("from", as: String.self)) ?? []
            if isEmpty { refuse("from", "'from' has no path") }
        default:
            isList = false
            texts = (try? section.required("from", as: String.self)).map { [$0] } ?? []
        }
        let paths = texts.enumerated().compactMap { item, text in
            section.path(text, for: "from", item: isList ? item : nil, in: scope, picking: picks)
        }
        guard paths.count == texts.count, let first = paths.first else {
            skipDetails()
            return nil
        }
        if picks, !paths.contains(where: { $0.selection == .picked && $0.target.attribute.isMultiValued }) {
            refuse("pick", "'\(first.text)' has one value, so there is nothing to pick")
        }
        if section.shape(of: "each") != .nothing { return each(of: paths, picking: picks) }
        let words = words(for: paths, direction)
        return .paths(paths, words)
    }

    private func each(of paths: [RulePath], picking picks: Bool) -> FieldRule.Source? {
        for key in ["values", "otherwise"] {
            section.skip(key)
            if section.shape(of: key) != .nothing { refuse(key, "'\(key)' stands in the rules of 'each'") }
        }
        guard paths.count == 1, let path = paths.first, !picks else {
            section.skip("each")
            refuse("each", "'each' goes with one path and without 'pick'")
            return nil
        }
        guard path.selection == .whole, path.part == nil, path.target.attribute.isMultiValued,
            path.target.attribute.type == .complex
        else {
            section.skip("each")
            refuse("each", "'\(path.text)' is no multi-valued complex attribute, which 'each' needs")
            return nil
        }
        guard let rules = try? section.optionalSection("each") else { return nil }
        let fields = rules.fieldRules(in: .element(path.target.attribute), below: label)
        return .each(path, RecordRules(fields, prefix: "\(label)."))
    }

    /// Which way the rule goes, or can go if the configuration does not say it.
    private func direction(_ wanted: RuleDirection?, of source: FieldRule.Source) -> RuleDirection? {
        guard let obstacle = obstacle(of: source) else { return wanted ?? .both }
        if let wanted, wanted != .toApplication {
            refuse("direction", "\(obstacle), so the field goes to the application only")
            return nil
        }
        return .toApplication
    }

    private func obstacle(of source: FieldRule.Source) -> String? {
        switch source {
        case .constant: return "a constant is not written"
        case .template: return "a template cannot be taken apart"
        case .paths(let paths, _): return paths.lazy.compactMap(\.obstacle).first
        case .each(let path, let rules):
            if let obstacle = path.obstacle { return obstacle }
            let goesBothWays = rules.rules.contains { $0.direction == .both }
            return goesBothWays ? nil : "no field of 'each' goes both ways"
        }
    }

    /// Why a field cannot be required: resources are looked at before the provider adds what it knows.
    private func obstacleToRequiring(_ source: FieldRule.Source) -> String? {
        guard case .resource = scope else { return nil }
        for path in source.paths {
            if path.isReadOnly {
                return "'\(path.text)' is the provider's own, so nobody who writes can be required to have it"
            }
        }
        return looksAtMembers(source) ? "members come and go one by one, so no group can be required to have some" : nil
    }

    private func looksAtMembers(_ source: FieldRule.Source) -> Bool {
        guard case .resource(.group) = scope else { return false }
        return source.paths.contains { $0.attributePlace == [.members] }
    }

    /// Reports what is wrong with the value of a key.
    func refuse(_ key: String, _ message: String) {
        section.record(section.problem(for: key, message))
    }

    /// Refuses what goes with `from` alone.
    private func refuseDetails() {
        for key in ["pick", "values", "otherwise", "each"] where section.shape(of: key) != .nothing {
            refuse(key, "'\(key)' goes with 'from'")
        }
        skipDetails()
    }

    private func skipDetails() {
        for key in ["pick", "values", "otherwise", "each"] { section.skip(key) }
    }
}
