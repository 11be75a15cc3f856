import RosterCore
import SCIM

/// Which groups have a member, and what an id belongs to.
enum RelationRules {
    static let all: [StoreConformance.Rule] = [
        .init("the groups of members are told in the order of creation", groupsOfMembers),
        .init("groups that hold groups of a member are told as indirect ones", indirectGroups),
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
        try compare(try await trial.store.groups(of: asked, in: .group), expected)
        try compare(try await trial.store.groups(of: [], in: .group), [:])

        let renamed = try await trial.patch(first, [["op": "replace", "path": "displayName", "value": "Renamed"]])
        try await trial.patch(second, [["op": "remove", "path": .string("members[value eq \"\(anna.id)\"]")]])
        try compare(try await trial.store.groups(of: [anna.id], in: .group), [anna.id: [GroupReference(renamed)]])
        try await trial.store.delete(first.key, if: .none)
        try compare(try await trial.store.groups(of: [anna.id, ben.id], in: .group), [ben.id: [references[1]]])
    }

    private static func indirectGroups(_ trial: StoreTrial) async throws {
        let anna = try await trial.createUser("anna"), ben = try await trial.createUser("ben")
        let inner = try await trial.createGroup("Inner", members: [anna])
        let side = try await trial.createGroup("Side", members: [anna, ben])
        let middle = try await trial.createGroup("Middle", members: [inner, side])
        let outer = try await trial.createGroup("Outer", members: [middle, ben])
        // A circle, and a group that is met on two ways.
        try await trial.patch(inner, [["op": "add", "path": "members", "value": [outer.asMember]]])
        try await expectGroups(of: anna, direct: [inner, side], indirect: [middle, outer], trial)
        try await expectGroups(of: ben, direct: [side, outer], indirect: [middle, inner], trial)
        try await trial.store.delete(middle.key, if: .none)
        try await expectGroups(of: anna, direct: [inner, side], indirect: [], trial)
        try await expectGroups(of: ben, direct: [side, outer], indirect: [inner], trial)
    }

    /// Expects the same groups in what the store tells and in what its filters look at.
    private static func expectGroups(
        of user: Resource, direct: [Resource], indirect: [Resource], _ trial: StoreTrial
    ) async throws {
        let expected =
            direct.map { GroupReference($0) }
            + indirect.map { group in
                var reference = GroupReference(group)
                reference.isDirect = false
                return reference
            }
        let seen = try await trial.store.allGroups(of: [user.id], in: .group, atMost: nil)
        try expect(seen[user.id] ?? [], is: expected, "the groups of '\(user[.userName]?.string ?? "")'")
        for group in expected {
            let type = group.isDirect ? "direct" : "indirect"
            let both = #"groups[value eq "\#(group.id)" and type eq "\#(type)"]"#
            for filter in [#"groups.value eq "\#(group.id)""#, both] {
                let query = Query(.user, filter: try ResourceType.user.resolve(try Filter(filter)))
                let found = try await trial.store.search(query).resources.contains { $0.id == user.id }
                try expect(found, "the user to be found by \(filter)", seen: "others")
            }
        }
        let none = #"groups[type eq "indirect"]"#
        let query = Query(.user, filter: try ResourceType.user.resolve(try Filter(none)))
        let found = try await trial.store.search(query).resources.contains { $0.id == user.id }
        try expect(found, is: !indirect.isEmpty, "'the user is found by \(none)'")
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
