import SCIM

/// How one field of a record comes to its value, and where a value of it goes.
struct FieldRule: Sendable {
    /// Where the value comes from.
    enum Source: Sendable {
        /// The first of some paths that has a value; in the application's words, where it has its own.
        case paths([RulePath], Enumeration?)
        /// A record for each value of an attribute.
        case each(RulePath, RecordRules)
        /// Always the same.
        case constant(AttributeValue)
        /// A text made of several values.
        case template(Template)

        /// The paths that are read.
        var paths: [RulePath] {
            switch self {
            case .paths(let paths, _): paths
            case .each(let path, _): [path]
            case .constant: []
            case .template(let template): template.paths
            }
        }
    }

    /// What a rule finds.
    struct Finding {
        var value: AttributeValue?
        /// The path that gave the value, also where the value is refused.
        var path: RulePath?
        /// Why the resource has no record.
        var problem: SCIMError?
    }

    /// The field.
    let field: AttributeName
    /// The field for messages, with the field of the list that it is in.
    let label: String
    /// Where its value comes from.
    let source: Source
    /// Which way it goes.
    let direction: RuleDirection
    /// Whether a record without it is refused.
    let isRequired: Bool

    /// The paths that are read and, if the field comes from the application, written.
    var paths: [RulePath] {
        if case .template = source { [] } else { source.paths }
    }

    /// Whether there are resources that the rule refuses.
    var canRefuse: Bool {
        guard direction != .fromApplication else { return false }
        switch source {
        case .paths(_, let words): return isRequired || words?.otherwise == .refuse
        case .each(_, let rules): return isRequired || rules.canRefuse
        case .template: return isRequired
        case .constant: return false
        }
    }

    /// What the rule finds in a resource.
    func find(in attributes: Attributes) -> Finding {
        var finding = findOptional(in: attributes)
        if case .constant = source { return finding }
        if isRequired, finding.value.saysNothing, finding.problem == nil { finding.problem = missing }
        return finding
    }

    /// The field is required and has no value, in the resource or in the record.
    var missing: SCIMError {
        let origin: String
        switch source {
        case .template(let template): origin = template.text
        default: origin = paths.first?.text ?? ""
        }
        return SCIMError(.invalidValue, "'\(own: origin)' is required: the record must have its field '\(own: label)'")
    }

    private func findOptional(in attributes: Attributes) -> Finding {
        switch source {
        case .constant(let value):
            return Finding(value: value)
        case .template(let template):
            return Finding(value: template.fill(from: attributes))
        case .paths(let paths, let words):
            for path in paths {
                guard let value = path.read(attributes) else { continue }
                guard let words else { return Finding(value: value, path: path) }
                let word = words.field(for: value)
                return Finding(value: word, path: path, problem: word == nil ? unknown(to: words, at: path) : nil)
            }
            return Finding()
        case .each(let path, let rules):
            let elements = path.elements(of: attributes)
            do throws(SCIMError) {
                var records: [AttributeValue] = []
                records.reserveCapacity(elements.count)
                for element in elements { records.append(.complex(try rules.record(from: element.attributes ?? [:]))) }
                return records.isEmpty ? Finding() : Finding(value: .array(records), path: path)
            } catch {
                return Finding(path: path, problem: error)
            }
        }
    }

    private func unknown(to words: Enumeration, at path: RulePath) -> SCIMError {
        let known = words.attributes.map(\.words).joined(separator: ", ")
        return SCIMError(
            .invalidValue,
            "'\(own: path.text)' has a value without a word for it in the field '\(own: label)'; known are \(own: known)"
        )
    }
}

extension FieldRule: CustomStringConvertible {
    /// The rule in words, such as `name.formatted, else displayName; required`.
    var description: String {
        var words: String
        switch source {
        case .constant(let value): words = "constant \(value.json)"
        case .template(let template): words = "template \"\(template.text)\""
        case .each(let path, let rules):
            words = "\(path.text), for each { \(rules.rules.map { "\($0.field): \($0)" }.joined(separator: ", ")) }"
        case .paths(let paths, let values):
            words = paths.map(\.text).joined(separator: ", else ")
            if paths.contains(where: { $0.selection == .picked }) { words += "; primary or first" }
            if let values { words += "; \(values.description)" }
        }
        if isRequired { words += "; required" }
        if direction != .both { words += "; \(direction.rawValue)" }
        return words
    }
}

extension Enumeration: CustomStringConvertible {
    /// The pairs and what becomes of other values.
    var description: String {
        let pairs = zip(attributes, fields).map { "\($0.words) is \($1.words)" }.joined(separator: ", ")
        return "\(pairs), otherwise \(otherwise.rawValue)"
    }
}
