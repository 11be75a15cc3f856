import RosterCore
import SCIM

/// Compare-and-swap (RFC 7644 §3.14, RFC 9110 §13).
enum PreconditionRules {
    static let all: [StoreConformance.Rule] = [
        .init("a stale version is refused by update", staleUpdate),
        .init("a stale version is refused by modify", staleModify),
        .init("a stale version is refused by delete", staleDelete),
        .init("If-Match and If-None-Match mean any, one or several versions", tags),
        .init("of updates with one precondition one wins", race),
    ]

    private static func staleUpdate(_ trial: StoreTrial) async throws {
        let (old, new) = try await twoVersions(trial)
        try await expect(.preconditionFailed, from: "update with a stale version") {
            _ = try await trial.update(old, if: Precondition(version: old.version)) { $0["title"] = "Lost" }
        }
        try await trial.expectUnchanged(new, after: "the refused update")
    }

    private static func staleModify(_ trial: StoreTrial) async throws {
        let (old, new) = try await twoVersions(trial)
        let precondition = Precondition(version: old.version)
        try await expect(.preconditionFailed, from: "modify with a stale version") {
            try await trial.patch(old, if: precondition, [["op": "replace", "path": "title", "value": "Lost"]])
        }
        try await expect(.preconditionFailed, from: "modify with a stale version that would change nothing") {
            try await trial.replace(old, by: new.attributes, if: precondition)
        }
        try await trial.expectUnchanged(new, after: "the refused modify")
        let changed = try await trial.patch(
            new, if: Precondition(version: new.version), [["op": "replace", "path": "title", "value": "Kept"]])
        try expect(changed.attributes["title"], is: "Kept", "the title after modify with the current version")
    }

    private static func staleDelete(_ trial: StoreTrial) async throws {
        let (old, new) = try await twoVersions(trial)
        try await expect(.preconditionFailed, from: "delete with a stale version") {
            try await trial.store.delete(old.key, if: Precondition(version: old.version))
        }
        try await trial.expectUnchanged(new, after: "the refused delete")
        try await trial.store.delete(new.key, if: Precondition(version: new.version))
        try await trial.expectNothing(at: new.key, "after delete with the current version")
    }

    private static func tags(_ trial: StoreTrial) async throws {
        var (old, user) = try await twoVersions(trial)
        let accepted: [(Version) -> Precondition] = [
            { _ in Precondition(ifMatch: .any) }, { Precondition(ifMatch: .versions([old.version, $0])) },
            { _ in Precondition(ifNoneMatch: .versions([old.version])) },
        ]
        for (number, precondition) in accepted.enumerated() {
            user = try await trial.update(user, if: precondition(user.version)) { $0["title"] = .string("\(number)") }
        }
        let refused: [Precondition] = [
            Precondition(ifNoneMatch: .any), Precondition(ifNoneMatch: .versions([old.version, user.version])),
            Precondition(ifMatch: .versions([])), Precondition(ifMatch: .any, ifNoneMatch: .any),
        ]
        for precondition in refused {
            try await expect(.preconditionFailed, from: "update if \(precondition)") {
                _ = try await trial.update(user, if: precondition) { $0["title"] = "Lost" }
            }
            try await expect(.preconditionFailed, from: "delete if \(precondition)") {
                try await trial.store.delete(user.key, if: precondition)
            }
        }
        try await trial.expectUnchanged(user, after: "the refused calls")
    }

    private static func race(_ trial: StoreTrial) async throws {
        for _ in 0..<4 {
            let user = try await trial.createUser("anna")
            let outcomes = await together(16) { number in
                try await trial.update(user, if: Precondition(version: user.version)) {
                    $0["title"] = .string("\(number)")
                }
            }
            let winners = outcomes.compactMap { try? $0.get() }
            try expect(winners.count, is: 1, "the number of updates that succeed")
            for case .failure(let error) in outcomes {
                let code = (error as? SCIMError)?.code
                try expect(
                    code == .preconditionFailed, "the losers to be refused as 'preconditionFailed'",
                    seen: text(of: error))
            }
            for winner in winners { try await trial.expectUnchanged(winner, after: "the race") }
            try await trial.store.delete(user.key, if: .none)
        }
    }

    private static func twoVersions(_ trial: StoreTrial) async throws -> (old: Resource, new: Resource) {
        let user = try await trial.createUser("anna")
        return (user, try await trial.update(user) { $0["title"] = "Engineer" })
    }
}
