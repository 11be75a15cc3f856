import RosterTesting
import SCIM

/// Makes requests with values of every shape, right and wrong.
///
/// Every text is another one, so that each is found again or missed.
struct RandomRequests {
    /// What stands in `type`.
    static let types = ["work", "home", "boat"]

    /// The ids of users who exist.
    let people: [String]
    private var generator: SeededGenerator
    private var texts = 0

    init(seed: UInt64, people: [String]) {
        generator = SeededGenerator(seed: seed)
        self.people = people
    }

    mutating func next() -> WrittenRequest {
        let place = pick(WrittenPlace.all)
        var verb = pick(WrittenRequest.Verb.allCases)
        // A single value is removed whatever the request says of it.
        if verb == .remove, !place.definition.isMultiValued { verb = .replace }
        let isFlattened = place.nested.isEmpty || chance(25)
        return WrittenRequest(
            verb: verb, place: place, value: value(of: place.definition), isFlattened: isFlattened,
            isInBulk: chance(15))
    }

    private mutating func value(of definition: AttributeDefinition) -> AttributeValue {
        let plain = definition.isMultiValued ? values(of: definition) : one(of: definition)
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<6: return pick([.null, [], "", [.null], [""]])
        case 6..<14: return .string(plain.json)
        case 14..<18: return .string("  \(plain.json)\n")
        case 18..<24: return [plain]
        default: return plain
        }
    }

    private mutating func values(of definition: AttributeDefinition) -> AttributeValue {
        if chance(20) { return one(of: definition) }
        let count = Int.random(in: 0...3, using: &generator)
        return .array((0..<count).map { _ in chance(6) ? .string(one(of: definition).json) : one(of: definition) })
    }

    private mutating func one(of definition: AttributeDefinition) -> AttributeValue {
        guard definition.type == .complex else { return simple(of: definition) }
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<8: return text(of: definition)
        case 8..<12: return pick([.null, "", true, 7, [:], [["value": "x"]]])
        default: return .complex(parts(of: definition))
        }
    }

    private mutating func parts(of definition: AttributeDefinition) -> Attributes {
        var parts = Attributes()
        for part in definition.subAttributes where chance(part.name == .value ? 60 : 30) {
            parts[part.name] = content(of: part, in: definition)
        }
        for stranger: AttributeName in ["id", "address", "number", "shoe"] where chance(10) {
            if definition.subAttribute(stranger) == nil {
                parts[stranger] = chance(20) ? pick([.null, "", []]) : text(of: definition)
            }
        }
        return parts
    }

    private mutating func content(of part: AttributeDefinition, in definition: AttributeDefinition) -> AttributeValue {
        switch part.name {
        case .primary: return pick([false, "False", .null])
        case .type: return pick(Self.types.map { .string($0) } + [.null, ""])
        case .reference: return pick([.null, .string("../Users/\(pick(people))"), "https://other.example/x/1"])
        case .value where definition.refersToResources: return chance(10) ? pick([.null, ""]) : text(of: definition)
        default: return simple(of: part)
        }
    }

    private mutating func simple(of definition: AttributeDefinition) -> AttributeValue {
        if definition.type == .boolean { return pick([true, false, "True", "false", .null, "maybe", 1, [true]]) }
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<8: return pick([.null, ""])
        case 8..<14: return number()
        case 14..<20: return [text(of: definition)]
        case 20..<26: return [.value: text(of: definition)]
        case 26..<30: return [[.reference: .null, .value: text(of: definition)]]
        case 30..<34: return pick([true, [:], [.value: .null], [.value: "x", "shoe": "y"], ["a", "b"]])
        default: return text(of: definition)
        }
    }

    private mutating func text(of definition: AttributeDefinition) -> AttributeValue {
        if definition.refersToResources, chance(75) { return .string(pick(people)) }
        texts += 1
        return .string("text-\(texts)")
    }

    private mutating func number() -> AttributeValue {
        texts += 1
        return .number(Number(1_000_000 + texts))
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[Int.random(in: choices.indices, using: &generator)]
    }
}
