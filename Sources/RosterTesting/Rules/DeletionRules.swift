import RosterCore
import SCIM

/// What is left of a resource that was deleted: nothing (RFC 7644 §3.6).
enum DeletionRules {
    static let all: [StoreConformance.Rule] = [
        .init("what was deleted is gone", gone),
        .init("a deleted resource leaves every group", leavesGroups),
        .init("of deletes of one resource one succeeds", race),
    ]

    private static func gone(_ trial: StoreTrial) async throws {
        let other = try await trial.createUser("ben")
        let user = try await trial.createUser("anna")
        try await trial.store.delete(user.key, if: .none)
        try await trial.expectNothing(at: user.key, "after delete")
        try await expect(.notFound, from: "a second delete") { try await trial.store.delete(user.key, if: .none) }
        try await expect(.notFound, from: "a second delete with If-Match: *") {
            try await trial.store.delete(user.key, if: Precondition(ifMatch: .any))
        }
        try await expect(.notFound, from: "update after delete") {
            _ = try await trial.update(user) { $0["title"] = "x" }
        }
        try await expect(.notFound, from: "modify after delete") {
            try await trial.patch(user, [["op": "add", "path": "title", "value": "x"]])
        }
        try expect(try await trial.users(named: "anna"), is: [], "the users named 'anna'")
        try expect(try await trial.all(.user).map(\.id), is: [other.id], "the users that are left")
        try await trial.expectUnchanged(other, after: "the delete of another user")
    }

    private static func leavesGroups(_ trial: StoreTrial) async throws {
        let anna = try await trial.createUser("anna"), ben = try await trial.createUser("ben")
        let inner = try await trial.createGroup("Inner", members: [anna])
        let outer = try await trial.createGroup("Outer", members: [ben, inner, anna])
        let other = try await trial.createGroup("Other", members: [ben])
        try await trial.store.delete(anna.key, if: .none)
        try expect(try await trial.members(of: inner), is: [], "the members of a group whose only member was deleted")
        try expect(try await trial.members(of: outer), is: [ben.id.text, inner.id.text], "the members that are left")
        for group in [inner, outer] {
            let current = try await trial.current(group)
            try expect(
                current.version != group.version, "a new version of a group that lost a member", seen: "the old one")
            try expect(
                current.lastModified >= group.lastModified, "'lastModified' to move on", seen: "\(current.lastModified)"
            )
        }
        try await trial.expectUnchanged(other, after: "the delete of a user who was no member")
        try expect(
            try await trial.store.groups(of: [anna.id], in: .group).isEmpty, "no groups of a deleted user", seen: "some"
        )
        try await trial.store.delete(inner.key, if: .none)
        try expect(
            try await trial.members(of: outer), is: [ben.id.text], "the members after the delete of a group among them")
        // Who was there before can come back, and is nobody's member.
        let again = try await trial.createUser("anna")
        try expect(
            try await trial.store.groups(of: [again.id], in: .group).isEmpty, "no groups of a new user", seen: "some")
    }

    private static func race(_ trial: StoreTrial) async throws {
        let user = try await trial.createUser("anna")
        let group = try await trial.createGroup("Engineers", members: [user])
        let outcomes = await together(16) { _ in try await trial.store.delete(user.key, if: .none) }
        var successes = 0
        for outcome in outcomes {
            switch outcome {
            case .success: successes += 1
            case .failure(let error):
                let code = (error as? SCIMError)?.code
                try expect(code == .notFound, "the others to be refused as 'notFound'", seen: text(of: error))
            }
        }
        try expect(successes, is: 1, "the number of deletes that succeed")
        try expect(try await trial.members(of: group), is: [], "the members")
    }
}
