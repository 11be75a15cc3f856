import RosterCore
import SCIM

extension RuleReader {
    /// Reads a text with paths in braces.
    func template() -> FieldRule.Source? {
        guard let text: String = section.value("template") else { return nil }
        var pieces: [Template.Piece] = []
        var isWhole = true
        var rest = text[...]
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            let inner = rest[rest.index(after: brace)...]
            guard rest[brace] == "{", let end = inner.firstIndex(where: { $0 == "{" || $0 == "}" }), inner[end] == "}"
            else {
                refuse("template", "the braces of the template do not match")
                return nil
            }
            if brace > rest.startIndex { pieces.append(.text(String(rest[..<brace]))) }
            if let path = section.path(String(inner[..<end]), for: "template", in: scope, picking: false) {
                let single = path.selection == .list || path.target.definition.isMultiValued
                pieces.append(.path(single ? path.picked : path))
                if path.target.definition.type == .complex {
                    refuse("template", "'\(path.text)' is complex: name one of its sub-attributes")
                }
            } else {
                isWhole = false
            }
            rest = inner[inner.index(after: end)...]
        }
        guard isWhole else { return nil }
        if pieces.isEmpty {
            refuse("template", "a template without a path is a 'constant'")
            return nil
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        return .template(Template(text: text, pieces: pieces))
    }

    /// Reads the field's words for values of an attribute; `nil` if there are none.
    func words(for paths: [RulePath], _ direction: RuleDirection?) -> Enumeration? {
        let otherwise: Enumeration.Otherwise? = section.value("otherwise")
        guard section.shape(of: "values") != .nothing, let path = paths.first else {
            section.skip("values")
            if otherwise != nil { refuse("otherwise", "'otherwise' goes with 'values'") }
            return nil
        }
        guard let values = try? section.optionalSection("values") else { return nil }
        let definition = path.target.definition
        if definition.type == .complex || paths.contains(where: \.isList) {
            refuse("values", "'values' needs single values, which '\(path.text)' has not")
        }
        let isOneWay = direction == .toApplication || paths.contains { $0.obstacle != nil }
        var pairs: [(attribute: AttributeValue, field: AttributeValue)] = []
        for key in values.unreadKeys {
            guard let field = values.scalar(key) else { continue }
            guard let attribute = definition.value(key) else {
                values.record(values.problem(atKey: key, "'\(path.text)' is a \(definition.type.rawValue)"))
                continue
            }
            let folded = attribute.folded(!definition.isCaseExact)
            if pairs.contains(where: { $0.attribute.folded(!definition.isCaseExact) == folded }) {
                values.record(values.problem(atKey: key, "the value \(key.quotedForDisplay) has a word already"))
            } else if !isOneWay, let other = pairs.first(where: { $0.field == field }) {
                let message =
                    "\(other.attribute.words.quotedForDisplay) has this word already, so it cannot be read back"
                values.record(values.problem(for: key, message))
            }
            pairs.append((attribute, field))
        }
        return Enumeration(pairs, of: definition, otherwise: otherwise ?? .keep)
    }
}

extension RulePath {
    /// The path with one of its values.
    fileprivate var picked: RulePath { RulePath(text: text, target: target, selection: .picked) }
}

extension AttributeDefinition {
    /// The value that a key of the configuration stands for; `nil` if it does not suit the attribute.
    fileprivate func value(_ key: String) -> AttributeValue? {
        let value = try? JSONReader.read(key.utf8)
        switch (type, value) {
        case (.boolean, .boolean?), (.integer, .number?), (.decimal, .number?): return value
        case (.boolean, _), (.integer, _), (.decimal, _): return nil
        default: return .string(key)
        }
    }
}
