import RosterCore
import RosterTesting
import SCIM

/// Users with groups, made up; the same ones for the same seed.
struct RandomSubjects {
    private var directory: RandomDirectory
    private var generator: SeededGenerator
    private let groups: [GroupReference]

    init(seed: UInt64) {
        directory = RandomDirectory(seed: seed)
        generator = SeededGenerator(seed: seed)
        let names = ["Admins", "ADMINS", "ops-night", "Ops-Berlin", "ops", "Übersetzer", nil]
        groups = names.enumerated().map { number, name in
            GroupReference(ResourceID("g\(number)"), display: name, externalID: number % 2 == 0 ? "ext-\(number)" : nil)
        }
    }

    func some(_ count: Int) -> [RoleSubject] {
        var source = self
        return (0..<count).map { source.subject($0) }
    }

    private mutating func subject(_ number: Int) -> RoleSubject {
        let own = groups.shuffled(using: &generator).prefix(Int.random(in: 0...groups.count, using: &generator))
        return RoleSubject(
            id: number % 5 == 0 ? nil : ResourceID("u\(number % 7)"), attributes: directory.user().attributes,
            groups: own.map { group in
                // Who reads while a group is renamed sees it under both names.
                var group = group
                if Int.random(in: 0..<10, using: &generator) == 0 { group.display = "Admins" }
                return group
            }, defaultRole: number % 3 == 0 ? "Engineer" : nil)
    }
}
