public import SCIM

/// Makes up users, groups and questions about them; the same ones for the same seed.
///
/// The users are valid and varied: with and without each attribute, in several scripts, with values that differ in
/// letter case alone.
public struct RandomDirectory: Sendable {
    var generator: SeededGenerator
    private var made = 0

    /// Starts a sequence.
    public init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// A user whose `userName` no other user of this directory has.
    public mutating func user() -> Draft {
        made += 1
        let given = word(), family = word()
        var user: Attributes = [.userName: .string(cased("\(given).\(made)@example.com"))]
        if generator.happens(60) { user[.externalId] = .string(cased("ext-\(made % 40)")) }
        if generator.happens(70) { user["name"] = .complex(name(given, family)) }
        if generator.happens(60) { user[.displayName] = .string("\(given) \(family)") }
        if generator.happens(30) { user["nickName"] = .string(cased(word())) }
        if generator.happens(40) { user["title"] = .string(cased(pick(Self.titles))) }
        if generator.happens(20) { user["profileUrl"] = .string("https://example.com/\(cased(word()))") }
        if generator.happens(80) { user[.active] = .boolean(generator.happens(70)) }
        user["emails"] = values(["work", "home", "other"]) { $0.cased("\($1)@example.\($0.pick(["com", "org"]))") }
        user["phoneNumbers"] = values(["work", "mobile"]) {
            "+49 30 \(Int.random(in: 1_000...9_999, using: &$0.generator)) \($1.count)"
        }
        user["addresses"] = addresses()
        user[.roles] = values([]) { directory, _ in directory.cased(directory.pick(Self.titles)) }
        user["x509Certificates"] = values([]) { directory, _ in directory.pick(["MAMCAQA=", "MAMCAQa=", "MAMCAQE="]) }
        if generator.happens(50) { user[AttributeName(Schema.enterpriseUser.id)] = enterprise() }
        return Draft(unchecked: user, as: .user)
    }

    /// A group of some of the resources; several groups may have one name.
    ///
    /// - Parameter candidates: Who may be a member.
    public mutating func group(of candidates: [Resource]) -> Draft {
        made += 1
        var group: Attributes = [.displayName: .string(cased(pick(Self.titles) + "s"))]
        if generator.happens(60) { group[.externalId] = .string("group-\(made)") }
        let count = Int.random(in: 0...min(12, candidates.count), using: &generator)
        let members = candidates.shuffled(using: &generator).prefix(count).map(\.asMember)
        if !members.isEmpty { group[.members] = .array(members) }
        return Draft(unchecked: group, as: .group)
    }
}

extension RandomDirectory {
    private static let words = [
        "Anna", "anna", "Bjørn", "Chloë", "Dvořák", "Ünal", "ünal", "O'Brien", "李", "Łukasz", "Ana María", "x\"y\\z",
        "Zoe",
    ]
    private static let titles = ["Engineer", "engineer", "Manager", "Chief", "Intern", "Übersetzer"]

    mutating func word() -> String { pick(Self.words) }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &generator)]
    }

    /// The text, now and then in other letter case.
    mutating func cased(_ text: String) -> String {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: text.uppercased()
        case 1: text.lowercased()
        default: text
        }
    }

    private mutating func name(_ given: String, _ family: String) -> Attributes {
        var name: Attributes = ["familyName": .string(family)]
        if generator.happens(80) { name["givenName"] = .string(given) }
        if generator.happens(20) { name["honorificPrefix"] = "Dr." }
        return name
    }

    /// Up to three values; at most one of them is primary.
    private mutating func values(
        _ types: [String], _ value: (inout RandomDirectory, String) -> String
    ) -> AttributeValue? {
        var values: [AttributeValue] = []
        for number in 0..<max(0, Int.random(in: -1...3, using: &generator)) {
            let text = value(&self, "\(word())\(number)")
            guard !values.contains(where: { $0[.value]?.string == text }) else { continue }
            var element: Attributes = [.value: .string(text)]
            if !types.isEmpty, generator.happens(80) { element[.type] = .string(pick(types)) }
            if number == 1 { element[.primary] = .boolean(generator.happens(70)) }
            if generator.happens(20) { element[.display] = .string(word()) }
            values.append(.complex(element))
        }
        return values.isEmpty ? nil : .array(values)
    }

    private mutating func addresses() -> AttributeValue? {
        guard generator.happens(30) else { return nil }
        return [["locality": .string(cased(word())), "country": .string(pick(["DE", "FR"])), .type: "work"]]
    }

    private mutating func enterprise() -> AttributeValue {
        var content: Attributes = ["employeeNumber": .string(String(made))]
        if generator.happens(60) { content["department"] = .string(cased(pick(Self.titles))) }
        if generator.happens(40) { content["manager"] = [.value: .string(cased("boss-\(made % 5)"))] }
        return .complex(content)
    }
}
