import SCIM

/// Makes users with few different values, and filters over them, so that filters match some and not others.
struct RandomUsers {
    var generator: SeededGenerator

    private let texts = [
        "a", "A", "ab", "ba", "aba", "é", "e\u{301}", "É", "b c", "Ａ", "ß", "👩‍👩‍👧", "👩", "", "क", "कि", "ΟΣ", "ος", "가",
        "각",
    ]
    private let types = ["work", "home", "Work", "other"]
    private let simple = ["userName", "displayName", "title", "externalId", "profileUrl"]
    private let multiValued = ["emails", "phoneNumbers", "roles", "photos", "groups"]
    private let withPrimary = ["emails", "phoneNumbers", "roles", "photos", "addresses"]
    private static let enterprise = Schema.enterpriseUser.id

    mutating func user(_ number: Int) -> Resource {
        var attributes = Attributes()
        for name in simple where chance(60) { attributes[AttributeName(name)] = .string(text()) }
        if chance(50) { attributes[.active] = .boolean(chance(50)) }
        if chance(60) { attributes["name"] = .complex(part(["givenName", "familyName"])) }
        for name in multiValued where chance(50) { attributes[AttributeName(name)] = .array(elements()) }
        if chance(30) { attributes["addresses"] = .array(elements()) }
        if chance(50) {
            var content = part(["department", "costCenter"])
            if chance(50) { content["manager"] = [.value: .string(text())] }
            attributes[AttributeName(Self.enterprise)] = .complex(content)
        }
        return Resource(
            type: .user, id: ResourceID(chance(50) ? "a\(number)" : "A\(number)"), version: Version("\(number)"),
            created: instant(), lastModified: instant(), attributes: attributes)
    }

    mutating func filter(depth: Int) -> Filter {
        switch depth > 0 ? Int.random(in: 0..<8, using: &generator) : 7 {
        case 0, 1: .any((0..<Int.random(in: 2...3, using: &generator)).map { _ in filter(depth: depth - 1) })
        case 2, 3: .all((0..<2).map { _ in filter(depth: depth - 1) })
        case 4: .not(filter(depth: depth - 1))
        case 5:
            chance(15)
                ? .element("groups", textCondition("value")) : .element(pick(withPrimary), inner(depth: depth - 1))
        default: condition()
        }
    }

    private mutating func inner(depth: Int) -> Filter {
        switch depth > 0 ? Int.random(in: 0..<5, using: &generator) : 4 {
        case 0: .any((0..<2).map { _ in inner(depth: depth - 1) })
        case 1: .all((0..<2).map { _ in inner(depth: depth - 1) })
        case 2: .not(inner(depth: depth - 1))
        default: chance(25) ? primary("primary") : textCondition(cased("type"))
        }
    }

    private mutating func condition() -> Filter {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return .compare(pick(["active", "ACTIVE"]), pick([.eq, .ne]), pick([true, false, "True", "FALSE"]))
        case 1: return primary(pick(withPrimary) + ".primary")
        case 2:
            return .compare("meta.\(pick(["created", "LastModified"]))", pick(ordering), .string(instant().description))
        case 3: return .compare(pick(["schemas", "SCHEMAS"]), pick([.eq, .ne, .co]), .string(Self.enterprise))
        case 4: return .compare("id", pick(ComparisonOperator.allCases), .string(pick(["a1", "A1", "a", "2", "A3"])))
        case 5:
            return .present(
                pick(simple + multiValued + ["name", "emails.type", "manager", "active", "addresses.region"]))
        case 6: return .compare(pick(simple + multiValued + ["name.givenName", "manager"]), pick([.eq, .ne]), .null)
        case 7:
            let name = pick(["department", "costCenter", "manager", "manager.value", "Manager.Value"])
            return textCondition(pick([Self.enterprise, Self.enterprise.uppercased()]) + ":" + name)
        case 8: return textCondition(pick(multiValued) + pick(["", ".value", ".VALUE"]))
        default:
            let name = pick(simple + ["name.givenName", "name.familyName", "addresses.locality", "emails.type"])
            return textCondition(chance(20) ? "\(Schema.user.id):\(name)" : cased(name))
        }
    }

    private let ordering: [ComparisonOperator] = [.eq, .ne, .gt, .ge, .lt, .le]

    private mutating func primary(_ name: String) -> Filter {
        .compare(name, pick([.eq, .ne]), pick([true, false, "true"]))
    }

    private mutating func textCondition(_ name: String) -> Filter {
        let isType = name.lowercased().hasSuffix("type")
        return .compare(name, pick(ComparisonOperator.allCases), .string(isType ? pick(types) : text()))
    }

    private mutating func elements() -> [AttributeValue] {
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            var element = part(["value", "display", "locality", "region"])
            if chance(70) { element[.type] = .string(pick(types)) }
            if chance(30) { element[.primary] = .boolean(chance(60)) }
            // No resource holds a value with nothing in it.
            if !element.contains(where: { $0.value != "" }) { element[.value] = "z" }
            return .complex(element)
        }
    }

    private mutating func part(_ names: [String]) -> Attributes {
        var part = Attributes()
        for name in names where chance(60) { part[AttributeName(name)] = .string(text()) }
        return part
    }

    private mutating func text() -> String { pick(texts) }

    private mutating func instant() -> DateTime {
        DateTime(millisecondsSinceEpoch: 1_700_000_000_000 + Int64.random(in: 0..<4, using: &generator))
    }

    private mutating func cased(_ name: String) -> String { chance(20) ? name.uppercased() : name }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int.random(in: choices.indices, using: &generator)]
    }
}
