import RosterCore
import SCIM

/// Acme's directory: a drawer of cards for employees, a drawer for teams.
struct AcmeDirectory {
    /// What Acme knows about an employee or a team.
    struct Card {
        /// Says where names and members stand among the attributes, also where a `mapper` makes Acme's own records of them.
        let type: ResourceType
        let number: Int
        let created: DateTime
        var changed: DateTime
        var revision = 1
        var attributes: Attributes
    }

    private var employees: [Int: Card] = [:]
    private var teams: [Int: Card] = [:]
    /// Numbers begin with the time, so that none comes back after a restart.
    private var lastNumber = Int(DateTime.now.millisecondsSinceEpoch)

    /// In the order of creation, employees first.
    var allCards: [Card] {
        employees.values.sorted { $0.number < $1.number } + teams.values.sorted { $0.number < $1.number }
    }

    subscript(key: ResourceKey) -> Card? {
        // "e07" is no name for card 7, so the id is compared too.
        Int(key.id.text.dropFirst()).flatMap { self[drawer: key.type][$0] }.flatMap { $0.id == key.id ? $0 : nil }
    }

    func card(_ key: ResourceKey) throws(SCIMError) -> Card {
        guard let card = self[key] else { throw .notFound(key) }
        return card
    }

    mutating func add(_ attributes: Attributes, of type: ResourceType) throws(SCIMError) -> Resource {
        lastNumber += 1
        let now = DateTime.now
        return try file(
            Card(type: type, number: lastNumber, created: now, changed: now, attributes: attributes))
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
        self[drawer: key.type][card.number] = nil
        for var team in teams.values {
            guard let rest = team.type.attributes(team.attributes, without: key.id) else { continue }
            team.attributes = rest
            team.revision += 1
            team.changed = max(.now, team.changed)
            teams[team.number] = team
        }
    }

    /// Puts a card into its drawer, unless another card there has a value that no two may share.
    private mutating func file(_ card: Card) throws(SCIMError) -> Resource {
        let own = card.type.uniqueValues(in: card.attributes)
        for other in self[drawer: card.type].values where other.number != card.number {
            let taken = other.type.uniqueValues(in: other.attributes)
            if let value = own.first(where: { value in taken.contains { $0 == value } }) {
                throw .taken(value)
            }
        }
        self[drawer: card.type][card.number] = card
        return card.resource
    }

    private subscript(drawer type: ResourceType) -> [Int: Card] {
        get { type == .group ? teams : employees }
        set { if type == .group { teams = newValue } else { employees = newValue } }
    }
}

extension AcmeDirectory.Card {
    var id: ResourceID { ResourceID("\(type == .group ? "t" : "e")\(number)") }

    var version: Version { Version("\(revision)") }

    var resource: Resource {
        Resource(
            type: type, id: id, version: version, created: created, lastModified: changed, attributes: attributes
        )
    }
}
