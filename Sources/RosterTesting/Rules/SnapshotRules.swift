import RosterCore
import SCIM

/// What a store hands out to be read at leisure.
enum SnapshotRules {
    static let all: [StoreConformance.Rule] = [
        .init("a snapshot shows one moment, where there are snapshots", oneMoment)
    ]

    private static func oneMoment(_ trial: StoreTrial) async throws {
        let anna = try await trial.createUser("anna"), ben = try await trial.createUser("ben")
        let group = try await trial.createGroup("Engineers", members: [anna])
        guard let snapshot = try await trial.store.snapshot() else { return }

        try await trial.patch(anna, [["op": "add", "path": "title", "value": "Boss"]])
        try await trial.patch(group, [["op": "add", "path": "members", "value": [["value": .string(ben.id.text)]]]])
        try await trial.store.delete(ben.key, if: .none)
        _ = try await trial.createUser("carla")

        let then = StoreTrial(store: snapshot)
        try expect(try await then.current(anna).version, is: anna.version, "the version of a user that changed later")
        try expect(try await then.all(.user).map(\.id), is: [anna.id, ben.id], "the users of that moment")
        try expect(try await then.members(of: group), is: [anna.id.text], "the members of that moment")
        let asked = [anna.id, ben.id]
        try expect(
            try await snapshot.groups(of: asked, in: .group).filter { !$0.value.isEmpty },
            is: [anna.id: [GroupReference(group)]],
            "the groups of that moment")
        let types = try await snapshot.types(of: asked, among: [.user, .group]).mapValues(\.name)
        try expect(types, is: [anna.id: "User", ben.id: "User"], "the types of that moment")

        if (try? await then.createUser("dora")) != nil {
            throw BrokenExpectation(expected: "a snapshot to refuse changes", seen: "a new user")
        }
        guard let later = try await trial.store.snapshot() else {
            throw BrokenExpectation(expected: "a second snapshot", seen: "none")
        }
        let users = try await StoreTrial(store: later).all(.user).compactMap { $0.attributes[.userName]?.string }
        try expect(users, is: ["anna", "carla"], "the users of a later moment")
    }
}
