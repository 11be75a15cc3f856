import RosterCore
import SCIM

/// Changes to the members of a group, one by one and at the same time (RFC 7644 §3.5.2).
enum MembershipRules {
    static let all: [StoreConformance.Rule] = [
        .init("members come and go as the operations say", appliesOperations),
        .init("members that are added at the same time are all there", parallelAdditions),
        .init("members that are added and removed at the same time are as they should be", parallelMix),
    ]

    private static func appliesOperations(_ trial: StoreTrial) async throws {
        var generator = SeededGenerator(seed: 3)
        let users = try await createUsers(12, trial)
        var group = try await trial.createGroup("Engineers")
        for _ in 0..<40 {
            let some = users.shuffled(using: &generator).prefix(Int.random(in: 1...3, using: &generator))
            let operation: AttributeValue
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: operation = ["op": "replace", "path": "members", "value": .array(some.map(\.asMember))]
            case 1: operation = ["op": "remove", "path": "members"]
            case 2, 3:
                operation = [
                    "op": "remove", "path": "members", "value": .array(some.map { [.value: .string($0.id.text)] }),
                ]
            case 4, 5: operation = ["op": "remove", "path": .string("members[value eq \"\(some[0].id)\"]")]
            default: operation = ["op": "add", "path": "members", "value": .array(some.map(\.asMember))]
            }
            let modification = try Modification.patch([operation], of: .group)
            let expected = try modification.applied(to: group.attributes, of: .group)
            let isChange = expected != group.attributes
            let changed = try await trial.store.modify(group.key, by: modification, if: .none, selecting: .byDefault)
            let what = operation.json
            try expect(changed, has: expected, "the group after \(what)")
            try expect(changed.version != group.version, is: isChange, "'the version is another one' after \(what)")
            try await trial.expectUnchanged(changed, after: "\(what)")
            group = changed
        }
    }

    private static func parallelAdditions(_ trial: StoreTrial) async throws {
        let users = try await createUsers(64, trial)
        let group = try await trial.createGroup("Engineers")
        try await together(users.count) { number in
            _ = try await trial.patch(group, [["op": "add", "path": "members", "value": [users[number].asMember]]])
        }.expectSuccess(of: "each of the additions")
        try await expectMembers(of: group, users, trial)
    }

    private static func parallelMix(_ trial: StoreTrial) async throws {
        let users = try await createUsers(64, trial)
        let (first, second) = (Array(users.prefix(32)), Array(users.suffix(32)))
        let group = try await trial.createGroup("Engineers", members: first)
        try await together(users.count) { number in
            let user = number % 2 == 0 ? first[number / 2] : second[number / 2]
            if number % 2 == 0 {
                try await trial.patch(group, [["op": "remove", "path": .string("members[value eq \"\(user.id)\"]")]])
            } else {
                try await trial.patch(group, [["op": "add", "path": "members", "value": [user.asMember]]])
            }
        }.expectSuccess(of: "each of the changes")
        try await expectMembers(of: group, second, trial)
    }

    private static func expectMembers(of group: Resource, _ users: [Resource], _ trial: StoreTrial) async throws {
        let members = try await trial.members(of: group)
        try expect(members.count, is: users.count, "the number of members")
        try expect(members.sorted(), is: users.map(\.id.text).sorted(), "the members")
    }

    private static func createUsers(_ count: Int, _ trial: StoreTrial) async throws -> [Resource] {
        var users: [Resource] = []
        for number in 0..<count { users.append(try await trial.createUser("user-\(number)")) }
        return users
    }
}
