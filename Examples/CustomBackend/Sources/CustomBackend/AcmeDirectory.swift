import RosterCore
import SCIM

/// Acme's directory: a drawer of cards for employees, a drawer for teams.
struct AcmeDirectory {
    /// What Acme knows about an employee or a team.
    struct Card {
        let drawer: Drawer
        let number: Int
        let created: DateTime
        var changed: DateTime
        var revision = 1
        /// The login of an employee, the name of a team.
        var name: String
        /// The people in a team.
        var people: [AttributeValue]
        /// All that identity providers sent and Acme has no word for.
        var rest: Attributes
    }

    enum Drawer: String {
        case employees = "e", teams = "t"

        var type: ResourceType { self == .teams ? .group : .user }
        var nameAttribute: AttributeName { self == .teams ? .displayName : .userName }
    }

    private var employees: [Int: Card] = [:]
    private var teams: [Int: Card] = [:]
    /// Numbers begin with the time, so that none comes back after a restart.
    private var lastNumber = Int(DateTime.now.millisecondsSinceEpoch)

    /// In the order of creation, employees first.
    var allCards: [Card] {
        employees.values.sorted { $0.number < $1.number } + teams.values.sorted { $0.number < $1.number }
    }

    func drawer(of type: ResourceType) -> Drawer { type == .group ? .teams : .employees }

    subscript(key: ResourceKey) -> Card? {
        let cards = drawer(of: key.type) == .teams ? teams : employees
        // "e07" is no name for card 7, so the id is compared too.
        return Int(key.id.text.dropFirst()).flatMap { cards[$0] }.flatMap { $0.id == key.id ? $0 : nil }
    }

    func card(_ key: ResourceKey) throws(SCIMError) -> Card {
        guard let card = self[key] else { throw .notFound(key) }
        return card
    }

    mutating func add(_ attributes: Attributes, to drawer: Drawer) throws(SCIMError) -> Resource {
        lastNumber += 1
        let now = DateTime.now
        var card = Card(
            drawer: drawer, number: lastNumber, created: now, changed: now, name: "", people: [], rest: Attributes())
        card.attributes = attributes
        return try file(card)
    }

    mutating func write(_ attributes: Attributes, on card: Card) throws(SCIMError) -> Resource {
        guard attributes != card.attributes else { return card.resource }
        var changed = card
        changed.attributes = attributes
        changed.revision += 1
        changed.changed = max(.now, card.changed)
        return try file(changed)
    }

    mutating func remove(_ key: ResourceKey) {
        guard let card = self[key] else { return }
        if card.drawer == .teams { teams[card.number] = nil } else { employees[card.number] = nil }
        for var team in teams.values where team.people.contains(where: { $0[.value]?.string == key.id.text }) {
            team.people.removeAll { $0[.value]?.string == key.id.text }
            team.revision += 1
            team.changed = max(.now, team.changed)
            teams[team.number] = team
        }
    }

    private mutating func file(_ card: Card) throws(SCIMError) -> Resource {
        guard card.drawer == .employees else {
            teams[card.number] = card
            return card.resource
        }
        let login = card.name.caseFolded
        guard !employees.values.contains(where: { $0.number != card.number && $0.name.caseFolded == login }) else {
            throw .taken(.userName, by: .user)
        }
        employees[card.number] = card
        return card.resource
    }
}

extension AcmeDirectory.Card {
    var id: ResourceID { ResourceID("\(drawer.rawValue)\(number)") }

    var version: Version { Version("\(revision)") }

    /// The card in the words of SCIM.
    var attributes: Attributes {
        get {
            var attributes = rest
            attributes[drawer.nameAttribute] = .string(name)
            if !people.isEmpty { attributes[.members] = .array(people) }
            return attributes
        }
        set {
            name = newValue[drawer.nameAttribute]?.string ?? ""
            people = newValue[.members]?.values ?? []
            rest = newValue
            rest[drawer.nameAttribute] = nil
            rest[.members] = nil
        }
    }

    var resource: Resource {
        Resource(
            type: drawer.type, id: id, version: version, created: created, lastModified: changed, attributes: attributes)
    }
}
