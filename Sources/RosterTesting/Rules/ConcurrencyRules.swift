import RosterCore
import SCIM

/// Calls of all kinds at the same time.
enum ConcurrencyRules {
    static let all: [StoreConformance.Rule] = [
        .init("of creates with one userName one succeeds", oneName),
        .init("calls of all kinds at the same time keep what is unique unique", mixedCalls),
        .init("deletes of members and changes of their group go together", deletesAndChanges),
    ]

    private static func oneName(_ trial: StoreTrial) async throws {
        for round in 0..<4 {
            let outcomes = await together(16) { number in
                try await trial.createUser(number % 2 == 0 ? "anna-\(round)" : "ANNA-\(round)")
            }
            let winners = outcomes.compactMap { try? $0.get() }
            try expect(winners.count, is: 1, "the number of creates that succeed")
            try expect(try await trial.users(named: "anna-\(round)"), is: winners.map(\.id), "the users with the name")
            for case .failure(let error) in outcomes {
                let code = (error as? SCIMError)?.code
                try expect(code == .uniqueness, "the losers to be refused as 'uniqueness'", seen: text(of: error))
            }
        }
    }

    private static func mixedCalls(_ trial: StoreTrial) async throws {
        let names = (0..<6).map { "user-\($0)" }
        let outcomes = await together(48) { number in
            var generator = SeededGenerator(seed: UInt64(number))
            for _ in 0..<8 {
                let name = names[Int.random(in: 0..<names.count, using: &generator)]
                try await oneCall(name, trial, &generator)
            }
        }
        try outcomes.expectSuccess(of: "calls that others do not rule out")
        let users = try await trial.all(.user)
        let userNames = users.compactMap { $0.attributes[.userName]?.string?.caseFolded }
        try expect(Set(userNames).count, is: users.count, "the number of different userNames")
        for user in users { try await trial.expectUnchanged(user, after: "the calls") }
    }

    /// One call; that another one came first is no failure.
    private static func oneCall(
        _ name: String, _ trial: StoreTrial, _ generator: inout SeededGenerator
    ) async throws {
        let known = try await trial.users(named: name)
        try expect(known.count <= 1, "one user named '\(name)' at most", seen: "\(known.count)")
        do {
            switch (Int.random(in: 0..<4, using: &generator), known.first) {
            case (_, nil):
                _ = try await trial.createUser(generator.happens(50) ? name : name.uppercased())
            case (0, let id?):
                try await trial.store.delete(ResourceKey(.user, id), if: .none)
            case (1, let id?):
                let title = "\(UInt8.random(in: .min ... .max, using: &generator))"
                let modification = try Modification.patch(
                    [["op": "add", "path": "title", "value": .string(title)]], of: .user)
                _ = try await trial.store.modify(
                    ResourceKey(.user, id), by: modification, if: .none, selecting: .minimum)
            case (_, let id?):
                let user = try await trial.store.resource(ResourceKey(.user, id), selecting: .byDefault)
                let found = user?.attributes[.userName]?.string?.caseFolded
                try expect(found == nil || found == name, "the user '\(name)'", seen: "\(found ?? "")")
            }
        } catch let error as SCIMError where error.code == .uniqueness || error.code == .notFound {
            return
        }
    }

    private static func deletesAndChanges(_ trial: StoreTrial) async throws {
        var users: [Resource] = []
        for number in 0..<32 { users.append(try await trial.createUser("user-\(number)")) }
        let (leaving, staying, all) = (Array(users.prefix(16)), Array(users.suffix(16)), users)
        let group = try await trial.createGroup("Engineers", members: all)
        try await together(32) { number in
            if number % 2 == 0 {
                try await trial.store.delete(leaving[number / 2].key, if: .none)
            } else {
                try await trial.patch(group, [["op": "replace", "path": "externalId", "value": .string("\(number)")]])
            }
        }.expectSuccess(of: "each of the calls")
        try expect(try await trial.members(of: group), is: staying.map(\.id.text), "the members who were not deleted")
    }
}
