import RosterCore
import SCIM

/// Which values no two resources share (RFC 7643 §7, RFC 7644 §3.3, §3.5).
enum UniquenessRules {
    static let all: [StoreConformance.Rule] = [
        .init("userName is unique without regard to case on create", onCreate),
        .init("userName is unique without regard to case on update", onUpdate),
        .init("userName is unique without regard to case on modify", onModify),
        .init("a user keeps its own userName in other case", ownName),
        .init("a userName is free again after a delete or another name", freedNames),
        .init("a refused create leaves nothing behind", refusedCreate),
        .init("a refused change leaves nothing behind", refusedChange),
        .init("other values may repeat", otherValues),
    ]

    private static func onCreate(_ trial: StoreTrial) async throws {
        _ = try await trial.createUser("zoë.ünal@example.com")
        for name in ["zoë.ünal@example.com", "Zoë.Ünal@Example.COM", "ZOË.ÜNAL@EXAMPLE.COM"] {
            try await expect(.uniqueness, from: "create with the taken userName '\(name)'") {
                _ = try await trial.createUser(name)
            }
            let found = try await trial.users(named: name)
            try expect(found.count, is: 1, "the number of users named '\(name)'")
        }
        _ = try await trial.createUser("zoe.unal@example.com")
    }

    private static func onUpdate(_ trial: StoreTrial) async throws {
        _ = try await trial.createUser("anna")
        let ben = try await trial.createUser("ben")
        for name in ["anna", "ANNA"] {
            try await expect(.uniqueness, from: "update to the taken userName '\(name)'") {
                _ = try await trial.update(ben) { $0[.userName] = .string(name) }
            }
            try await trial.expectUnchanged(ben, after: "the refused update")
        }
    }

    private static func onModify(_ trial: StoreTrial) async throws {
        _ = try await trial.createUser("anna")
        let ben = try await trial.createUser("ben")
        for name in ["anna", "ANNA"] {
            try await expect(.uniqueness, from: "PATCH to the taken userName '\(name)'") {
                try await trial.patch(
                    ben,
                    [
                        ["op": "add", "path": "title", "value": "Engineer"],
                        ["op": "replace", "path": "userName", "value": .string(name)],
                    ])
            }
            try await expect(.uniqueness, from: "PUT with the taken userName '\(name)'") {
                try await trial.replace(ben, by: [.userName: .string(name)])
            }
            try await trial.expectUnchanged(ben, after: "the refused modify")
        }
    }

    private static func ownName(_ trial: StoreTrial) async throws {
        let user = try await trial.createUser("anna")
        let updated = try await trial.update(user) { $0[.userName] = "Anna" }
        try expect(updated, has: [.userName: "Anna"], "the user after update")
        let modified = try await trial.patch(user, [["op": "replace", "path": "userName", "value": "ANNA"]])
        try expect(modified, has: [.userName: "ANNA"], "the user after modify")
        try await expect(.uniqueness, from: "create with the userName in its first case") {
            _ = try await trial.createUser("anna")
        }
    }

    private static func freedNames(_ trial: StoreTrial) async throws {
        let first = try await trial.createUser("anna")
        try await trial.store.delete(first.key, if: .none)
        var second = try await trial.createUser("ANNA")
        second = try await trial.update(second) { $0[.userName] = "ben" }
        let third = try await trial.createUser("anna")
        try await trial.patch(third, [["op": "replace", "path": "userName", "value": "carla"]])
        _ = try await trial.createUser("Anna")
        for taken in ["ben", "carla"] {
            try await expect(.uniqueness, from: "create with the new userName of another user") {
                _ = try await trial.createUser(taken)
            }
        }
        try expect(try await trial.all(.user).count, is: 3, "the number of users")
    }

    private static func refusedCreate(_ trial: StoreTrial) async throws {
        let anna = try await trial.createUser("anna")
        try await expect(.uniqueness, from: "create with a taken userName") {
            _ = try await trial.createUser("ANNA", ["title": "Impostor"])
        }
        try expect(try await trial.all(.user).map(\.id), is: [anna.id], "the users")
        try await trial.expectUnchanged(anna, after: "the refused create")
        // The name still belongs to the first user, so it goes away with it.
        try await trial.store.delete(anna.key, if: .none)
        _ = try await trial.createUser("anna")
    }

    private static func refusedChange(_ trial: StoreTrial) async throws {
        let anna = try await trial.createUser("anna")
        let ben = try await trial.createUser("ben")
        try await expect(.uniqueness, from: "update to a taken userName") {
            _ = try await trial.update(ben) { $0[.userName] = "ANNA" }
        }
        try await expect(.preconditionFailed, from: "update with a version that never was") {
            _ = try await trial.update(ben, if: Precondition(version: Version("never"))) { $0[.userName] = "carla" }
        }
        try await trial.expectUnchanged(ben, after: "the refused update")
        try await expect(.uniqueness, from: "create with the userName that the refused update would have given up") {
            _ = try await trial.createUser("ben")
        }
        _ = try await trial.createUser("carla")
        try await trial.store.delete(anna.key, if: .none)
        _ = try await trial.update(ben) { $0[.userName] = "anna" }
        _ = try await trial.createUser("ben")
    }

    private static func otherValues(_ trial: StoreTrial) async throws {
        let attributes: Attributes = [
            .externalId: "1", .displayName: "Anna", "emails": [[.value: "anna@example.com", .primary: true]],
        ]
        _ = try await trial.createUser("anna", attributes)
        _ = try await trial.createUser("other.anna", attributes)
        _ = try await trial.createGroup("anna")
        _ = try await trial.createGroup("anna")
        try expect(try await trial.all(.group).count, is: 2, "the number of groups")
    }
}
