import SCIM

/// Makes operations over few different values, so that they meet one another.
struct RandomOperations {
    var generator: SeededGenerator

    mutating func next() -> PlainOperation {
        let op = pick(["add", "replace", "remove", "add", "replace"])
        switch Int.random(in: 0..<10, using: &generator) {
        case 0, 1:
            let name = pick([
                "title", "nickName", "name.givenName", "name.familyName", "ENT:department", "ENT:division",
            ])
            return PlainOperation(op: op, change: .single(name, pick(["a", "b", nil])))
        case 2, 3, 4:
            // A removal that names nothing is refused.
            let values = chance(10) ? nil : elements(atLeast: op == "remove" ? 1 : 0)
            return PlainOperation(op: op, change: .values(list(), values))
        case 5, 6:
            return PlainOperation(op: op, change: .selected(list(), conditions(), element(pick(["a", "b", nil]))))
        default:
            let (part, values) = pick([
                ("value", ["a", "b", "c", nil]), ("type", ["work", "home", nil]), ("display", ["x", nil]),
                ("primary", ["true", "false", nil]),
            ])
            let value = pick(values)
            return PlainOperation(op: op, change: .part(list(), chance(20) ? [] : conditions(), part, value))
        }
    }

    private mutating func list() -> String { pick(["emails", "roles", "emails"]) }

    private mutating func conditions() -> [(name: String, value: String)] {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0, 1: [("type", pick(["work", "home", "boat"]))]
        case 2: [("value", pick(["a", "b", "c"]))]
        case 3: [("primary", "true")]
        case 4: [("primary", pick(["true", "false"])), ("type", pick(["work", "boat"]))]
        default: [("type", pick(["work", "home"])), ("value", pick(["a", "b"]))]
        }
    }

    /// At most one of them is primary, since a message with two is refused.
    private mutating func elements(atLeast least: Int) -> [PlainOperation.Element] {
        var hasPrimary = false
        return (0..<Int.random(in: least...3, using: &generator)).map { _ in
            var element = element(pick(["a", "b", "c"]))
            if hasPrimary, element["primary"] == "true" { element["primary"] = "false" }
            hasPrimary = hasPrimary || element["primary"] == "true"
            return element
        }
    }

    private mutating func element(_ value: String?) -> PlainOperation.Element {
        var element: PlainOperation.Element = [:]
        if let value { element["value"] = value }
        if chance(60) { element["type"] = pick(["work", "home", nil]) }
        if chance(30) { element["primary"] = pick(["true", "true", "false"]) }
        if chance(20) { element["display"] = pick(["x", nil]) }
        return element
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int.random(in: choices.indices, using: &generator)]
    }
}
