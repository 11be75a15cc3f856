import RosterCore
import SCIM

/// Which groups have a member, and what an id belongs to.
enum RelationRules {
    static let all: [StoreConformance.Rule] = [
        .init("the groups of members are told in the order of creation", groupsOfMembers),
        .init("the types of ids are told", typesOfIDs),
    ]

    private static func groupsOfMembers(_ trial: StoreTrial) async throws {
        let anna = try await trial.createUser("anna"), ben = try await trial.createUser("ben")
        let carla = try await trial.createUser("carla")
        let first = try await trial.createGroup("First", members: [anna])
        let second = try await trial.createGroup("Second", members: [ben, first, anna])
        let nobody = ResourceID("nobody-has-this-id")
        let references = [first, second].map { GroupReference($0) }
        let expected = [anna.id: references, ben.id: [references[1]], first.id: [references[1]]]
        let asked = [ben.id, anna.id, carla.id, first.id, nobody, anna.id]
        try compare(try await trial.store.groups(of: asked), expected)
        try compare(try await trial.store.groups(of: []), [:])

        let renamed = try await trial.patch(first, [["op": "replace", "path": "displayName", "value": "Renamed"]])
        try await trial.patch(second, [["op": "remove", "path": .string("members[value eq \"\(anna.id)\"]")]])
        try compare(try await trial.store.groups(of: [anna.id]), [anna.id: [GroupReference(renamed)]])
        try await trial.store.delete(first.key, if: .none)
        try compare(try await trial.store.groups(of: [anna.id, ben.id]), [ben.id: [references[1]]])
    }

    /// A member without groups may be named with none.
    private static func compare(
        _ seen: [ResourceID: [GroupReference]], _ expected: [ResourceID: [GroupReference]]
    ) throws {
        try expect(seen.filter { !$0.value.isEmpty }, is: expected, "the groups of the members")
    }

    private static func typesOfIDs(_ trial: StoreTrial) async throws {
        let user = try await trial.createUser("anna"), group = try await trial.createGroup("Engineers")
        let nobody = ResourceID("nobody-has-this-id")
        let seen = try await trial.store.types(of: [group.id, nobody, user.id, user.id], among: [.user, .group])
        try compare(seen, [user.id: .user, group.id: .group])
        try compare(try await trial.store.types(of: [group.id, user.id], among: [.group]), [group.id: .group])
        try compare(try await trial.store.types(of: [], among: [.user, .group]), [:])
        try await trial.store.delete(user.key, if: .none)
        try compare(try await trial.store.types(of: [user.id], among: [.user, .group]), [:])
    }

    private static func compare(_ seen: [ResourceID: ResourceType], _ expected: [ResourceID: ResourceType]) throws {
        try expect(seen.mapValues(\.name), is: expected.mapValues(\.name), "the types of the ids")
    }
}
