import RosterCore
import SCIM

/// What an answer may leave out (RFC 7644 §3.9).
enum SelectionRules {
    static let all: [StoreConformance.Rule] = [
        .init("a selection leaves out what was not asked for at most, and invents nothing", leavesOut),
        .init("too many values are all there or named as omitted", tooManyValues),
        .init("the selection of a modification is for its answer alone", modifies),
    ]

    private static func leavesOut(_ trial: StoreTrial) async throws {
        var directory = RandomDirectory(seed: 8)
        var all: [Resource] = []
        for number in 0..<24 {
            all.append(try await trial.store.create(number % 4 == 3 ? directory.group(of: all) : directory.user()))
        }
        for whole in all {
            for _ in 0..<6 {
                let selection = directory.selection(for: whole.type)
                guard let part = try await trial.store.resource(whole.key, selecting: selection) else {
                    throw BrokenExpectation(expected: "a resource whatever the selection", seen: "nothing")
                }
                let what = "the resource with the selection \(selection.scope)"
                try expect(part, toBePartOf: whole, what)
                try expect(part.omitted.isEmpty, "nothing omitted without a limit", seen: "\(part.omitted)")
                try expectWanted(of: whole, in: part, selection, what)
            }
        }
    }

    /// Expects what the selection names to be there whole.
    private static func expectWanted(
        of whole: Resource, in part: Resource, _ selection: AttributeSelection, _ what: String
    ) throws {
        let wanted = selection.project(whole.type.clientAttributes(whole.attributes), of: whole.type)
        try expect(
            wanted.isPart(of: part.attributes), "\(what) to have \(AttributeValue.complex(wanted).json)",
            seen: AttributeValue.complex(part.attributes).json)
    }

    private static func tooManyValues(_ trial: StoreTrial) async throws {
        var users: [Resource] = []
        for number in 0..<5 { users.append(try await trial.createUser("user-\(number)")) }
        let group = try await trial.createGroup("Engineers", members: users)
        for maximum in [0, 4, 5, 6] {
            let limited = AttributeSelection(.byDefault, maximumValues: maximum)
            guard let read = try await trial.store.resource(group.key, selecting: limited) else {
                throw BrokenExpectation(expected: "a resource whatever the limit", seen: "nothing")
            }
            try expectMembers(of: group, in: read, maximum)
            for resource in try await trial.store.search(Query(.group, selection: limited)).resources {
                try expectMembers(of: group, in: resource, maximum)
            }
            let modification = try Modification.patch(
                [["op": "replace", "path": "externalId", "value": "1"]], of: .group)
            let modified = try await trial.store.modify(group.key, by: modification, if: .none, selecting: limited)
            try expectMembers(of: group, in: modified, maximum)
        }
        try expect(try await trial.members(of: group).count, is: 5, "the number of members in the end")
    }

    private static func expectMembers(of group: Resource, in seen: Resource, _ maximum: Int) throws {
        if seen.omitted.contains(.members), maximum < 5 { return }
        let what = "the members, or 'members' in 'omitted', with a limit of \(maximum)"
        try expect(seen.memberIDs, is: group.memberIDs, what)
        try expect(seen.omitted.isEmpty, "nothing in 'omitted' that is there", seen: "\(seen.omitted)")
    }

    private static func modifies(_ trial: StoreTrial) async throws {
        let user = try await trial.createUser("anna", ["title": "Engineer"])
        let group = try await trial.createGroup("Engineers", members: [user])
        let modification = try Modification.patch([["op": "replace", "path": "externalId", "value": "1"]], of: .group)
        let answer = try await trial.store.modify(group.key, by: modification, if: .none, selecting: .minimum)
        let current = try await trial.current(group)
        try expect(current.memberIDs, is: group.memberIDs, "the members after a modify that selects nothing")
        try expect(answer.version, is: current.version, "the version in the answer to modify")
        try expect(answer, toBePartOf: current, "the answer to modify")
    }
}
