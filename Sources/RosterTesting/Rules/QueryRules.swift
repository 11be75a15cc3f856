import RosterCore
import SCIM

/// Which resources an answer holds, in which order (RFC 7644 §3.4.2).
///
/// The reference is ``SCIM/Query/page(of:)`` over everything that the store has.
enum QueryRules {
    static let all: [StoreConformance.Rule] = [
        .init("results come in the order of creation", orderOfCreation),
        .init("filters find what they mean", filters),
        .init("orders are kept", orders),
        .init("windows hold their part and tell the total", windows),
        .init("a count of 0 asks for the total alone", countZero),
        .init("filter, order, window and selection go together", everythingAtOnce),
    ]

    private static func orderOfCreation(_ trial: StoreTrial) async throws {
        var users: [Resource] = []
        for number in 0..<30 { users.append(try await trial.createUser("user-\(number * 7 % 30)")) }
        try expect(try await trial.all(.user).map(\.id), is: users.map(\.id), "the users in the order of creation")
        for number in [3, 29, 0] { _ = try await trial.update(users[number]) { $0["title"] = "Engineer" } }
        try await trial.store.delete(users[11].key, if: .none)
        users.remove(at: 11)
        users.append(try await trial.createUser("user-77"))
        let seen = try await trial.all(.user).map(\.id)
        try expect(seen, is: users.map(\.id), "the users in the order of creation after changes")
    }

    private static func filters(_ trial: StoreTrial) async throws {
        var directory = RandomDirectory(seed: 4)
        let everything = try await populate(trial, from: &directory)
        for number in 0..<200 {
            let type: ResourceType = number % 4 == 0 ? .group : .user
            let filter = directory.filter(for: type, over: everything)
            let query = Query(type, filter: try type.resolve(filter))
            try await compare(query, "\(type.name) where \(filter)", everything, trial)
        }
    }

    private static func orders(_ trial: StoreTrial) async throws {
        var directory = RandomDirectory(seed: 5)
        let everything = try await populate(trial, from: &directory)
        for number in 0..<100 {
            let type: ResourceType = number % 4 == 0 ? .group : .user
            let order = directory.order(for: type)
            let text = "\(type.name) by \(order.path.path)\(order.isDescending ? ", descending" : "")"
            try await compare(Query(type, sort: order), text, everything, trial)
        }
    }

    private static func windows(_ trial: StoreTrial) async throws {
        var directory = RandomDirectory(seed: 6)
        let everything = try await populate(trial, from: &directory, users: 12, groups: 0)
        for startIndex in [1, 2, 7, 12, 13, 14, 1_000, .max] {
            for count in [0, 1, 5, 12, 13, .max] {
                let query = Query(.user, startIndex: startIndex, count: count)
                try await compare(query, "User from \(startIndex), at most \(count)", everything, trial)
            }
        }
    }

    private static func countZero(_ trial: StoreTrial) async throws {
        for name in ["anna", "ben", "carla"] { _ = try await trial.createUser(name) }
        let all = try await trial.store.search(Query(.user, count: 0))
        try expect(all.resources.count, is: 0, "the number of resources")
        try expect(all.totalResults, is: 3, "the total")
        let filter = try ResourceType.user.resolve(.compare("userName", .sw, "B"))
        let some = try await trial.store.search(Query(.user, filter: filter, count: 0))
        try expect(some.resources.count, is: 0, "the number of resources that match")
        try expect(some.totalResults, is: 1, "the total of those that match")
        try expect(try await trial.store.search(Query(.group, count: 0)).totalResults, is: 0, "the total of groups")
    }

    private static func everythingAtOnce(_ trial: StoreTrial) async throws {
        var directory = RandomDirectory(seed: 7)
        let everything = try await populate(trial, from: &directory)
        for number in 0..<150 {
            let (query, text) = try directory.query(for: number % 4 == 0 ? .group : .user, over: everything)
            try await compare(query, text, everything, trial)
        }
    }

    private static func compare(
        _ query: Query, _ text: String, _ everything: [Resource], _ trial: StoreTrial
    ) async throws {
        let expected = query.page(of: everything), seen = try await trial.store.search(query)
        try expect(seen.totalResults, is: expected.totalResults, "the total of '\(text)'")
        let byID = Dictionary(uniqueKeysWithValues: everything.map { ($0.id, $0) })
        try expect(seen.resources.count, is: expected.resources.count, "the number of resources that answer '\(text)'")
        for (number, (resource, other)) in zip(seen.resources, expected.resources).enumerated() {
            try expect(resource.id, is: other.id, "number \(number + 1) of the answer to '\(text)'")
            guard let whole = byID[resource.id] else { continue }
            try expect(resource, toBePartOf: whole, "number \(number + 1) of the answer to '\(text)'")
        }
    }

    /// Fills the store and returns all that a search finds in it, users first.
    private static func populate(
        _ trial: StoreTrial, from directory: inout RandomDirectory, users: Int = 60, groups: Int = 10
    ) async throws -> [Resource] {
        var made: [Resource] = []
        for number in 0..<users + groups {
            // Now and then a group comes between users, so that it has an early place among the members of others.
            let isGroup = number >= users || (number % 20 == 19 && groups > 0)
            made.append(try await trial.store.create(isGroup ? directory.group(of: made) : directory.user()))
        }
        let everything = try await trial.all(.user) + trial.all(.group)
        try expect(everything.count, is: made.count, "the number of resources that a search without filter finds")
        return everything
    }
}
