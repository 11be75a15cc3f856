import RosterCore
import SCIM

extension ConfigurationSection {
    /// Reads the rules for fields, to the end even if some are wrong; the report has what is.
    ///
    /// - Parameter list: The field of the list that the records are in, for messages.
    func fieldRules(in scope: RuleScope, below list: String?) -> [FieldRule] {
        var rules: [FieldRule] = []
        var names: Set<AttributeName> = []
        var written = WrittenPaths()
        for key in unreadKeys {
            let name = AttributeName(key)
            if !name.isField {
                record(
                    problem(
                        atKey: key,
                        "a field must be a letter or '_' and then letters, digits, '-', '_' or '$', not "
                            + key.quotedForDisplay))
            } else if !names.insert(name).inserted {
                record(problem(atKey: key, "the field \(key.quotedForDisplay) has a rule already"))
            }
            guard let (rule, section, pathKey) = fieldRule(key, in: scope, below: list) else { continue }
            rules.append(rule)
            written.add(rule, from: pathKey, of: section)
        }
        return rules
    }

    /// Reads one rule.
    ///
    /// - Returns: The rule, and the section and the key that hold its paths; `nil` if something is wrong.
    private func fieldRule(
        _ key: String, in scope: RuleScope, below list: String?
    ) -> (FieldRule, ConfigurationSection, String)? {
        let label = list.map { "\($0).\(key)" } ?? key
        switch shape(of: key) {
        case .nothing:
            skip(key)
            record(problem(atKey: key, "the field \(key.quotedForDisplay) has no rule"))
            return nil
        case .list:
            skip(key)
            record(
                problem(for: key, "a rule is a path or a mapping; several paths stand in it: { from: [ … ] }"))
            return nil
        case .single:
            guard let text: String = value(key), let path = path(text, for: key, in: scope, picking: false) else {
                return nil
            }
            let direction = path.obstacle == nil ? RuleDirection.both : .toApplication
            let rule = FieldRule(
                field: AttributeName(key), label: label, source: .paths([path], nil), direction: direction,
                isRequired: false)
            return (rule, self, key)
        case .mapping:
            guard let section = try? optionalSection(key) else { return nil }
            let reader = RuleReader(section, field: AttributeName(key), label: label, scope: scope)
            return reader.rule().map { ($0, section, "from") }
        }
    }

    /// Reads a path; `nil` if it is none, which the report then has.
    func path(
        _ text: String, for key: String, item: Int? = nil, in scope: RuleScope, picking picks: Bool
    ) -> RulePath? {
        do throws(RuleScope.Problem) {
            return try scope.path(text, picking: picks)
        } catch {
            record(problem(for: key, item: item, error.message, suggestion: error.suggestion))
            return nil
        }
    }

    /// Reads a value as YAML means it: what stands in quotes is text, the rest may be a number, `true` or `false`.
    func scalar(_ key: String) -> AttributeValue? {
        guard let text: String = value(key) else { return nil }
        guard shape(of: key) == .single(isQuoted: false), let value = try? JSONReader.read(text.utf8) else {
            return .string(text)
        }
        switch value {
        case .boolean, .number: return value
        default: return .string(text)
        }
    }
}

/// The paths that rules write, to find those that would write the same.
private struct WrittenPaths {
    private var paths: [(path: RulePath, field: AttributeName)] = []

    /// Adds the paths of a rule and reports those that are written already, at their places.
    mutating func add(_ rule: FieldRule, from key: String, of section: ConfigurationSection) {
        guard rule.direction != .toApplication else { return }
        for (item, path) in rule.paths.enumerated() {
            if let other = paths.first(where: { $0.path.overlaps(path) }) {
                let message =
                    other.path.place == path.place
                    ? "the field '\(other.field)' writes '\(path.text)' already"
                    : "the field '\(other.field)' writes '\(other.path.text)' already, which overlaps '\(path.text)'"
                section.record(section.problem(for: key, item: item, message))
            }
            paths.append((path, rule.field))
        }
    }
}

extension UInt8 {
    /// Whether this is an ASCII letter.
    fileprivate var isLetter: Bool { 0x61...0x7A ~= self | 0x20 }
}

extension AttributeName {
    /// Whether the name can be one of a field: the grammar of RFC 7643 §2.1, and `_` to begin with.
    fileprivate var isField: Bool {
        guard let first = text.utf8.first, first.isLetter || first == UInt8(ascii: "_") else { return false }
        return text.utf8.allSatisfy { $0.isLetter || 0x30...0x39 ~= $0 || "-_$".utf8.contains($0) }
    }
}
