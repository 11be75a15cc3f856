import RosterCore
import SCIM

extension RecordRules {
    /// Where the record holds what a resource has at a path; `nil` if nowhere or in another form.
    func recordPath(for path: AttributePath) -> AttributePath? {
        let place = path.place
        for rule in rules where rule.direction == .both {
            if let found = rule.recordPlace(for: place) { return AttributePath(place: found) }
        }
        guard let others, others.isFree(place) else { return nil }
        return path
    }

    /// Whether a record tells what an attribute says.
    ///
    /// - Parameter isBeforeStore: Whether nothing but the record is kept, so that the attribute has to be read from it again.
    func tells(_ attribute: AttributeName, isBeforeStore: Bool) -> Bool {
        let place = [attribute]
        if let others, !others.isTaken(place) { return true }
        return rules.contains { rule in
            guard rule.direction == .both || !isBeforeStore && rule.direction == .toApplication else { return false }
            return rule.source.paths.contains { $0.place == place }
        }
    }

    /// How the fields come to their values.
    func explanation(of attributes: Attributes) -> [FieldExplanation] {
        let own = rules.map { rule in
            guard rule.direction != .fromApplication else {
                return FieldExplanation(field: rule.field, rule: rule.description)
            }
            let finding = rule.find(in: attributes)
            return FieldExplanation(
                field: rule.field, rule: rule.description, path: finding.path?.text, value: finding.value,
                problem: finding.problem?.detail)
        }
        let rest = (others?.rest(of: attributes) ?? [:]).map { name, value in
            FieldExplanation(field: name, rule: "keeps its name", path: name.text, value: value)
        }
        return own + rest
    }
}

extension FieldRule {
    /// The names that lead to a place in the record, if the rule takes over as it stands what is there.
    fileprivate func recordPlace(for place: [AttributeName]) -> [AttributeName]? {
        switch source {
        case .constant, .template: return nil
        case .paths(let paths, let words):
            guard words == nil, paths.count == 1, let path = paths.first, path.isPlain, place.starts(with: path.place)
            else { return nil }
            return [field] + place.dropFirst(path.place.count)
        case .each(let path, let rules):
            // A value without any of the fields counts as present in the resource and as empty in the record, so only
            // the parts are found.
            guard place.count == path.place.count + 1, place.starts(with: path.place), let part = place.last else {
                return nil
            }
            return rules.recordPath(for: AttributePath(part)).map { [field] + $0.place }
        }
    }
}

extension AttributePath {
    /// The names that lead to the attribute, through the extension that holds it.
    var attributePlace: [AttributeName] { (schema.map { [$0] } ?? []) + [attribute] }

    fileprivate var place: [AttributeName] {
        (schema.map { [$0] } ?? []) + [attribute] + (subAttribute.map { [$0] } ?? [])
    }

    /// A path of one to three names.
    fileprivate init?(place: [AttributeName]) {
        switch place.count {
        case 1: self.init(place[0])
        case 2: self.init(place[0], place[1])
        case 3: self.init(schema: place[0], place[1], place[2])
        default: return nil
        }
    }
}
