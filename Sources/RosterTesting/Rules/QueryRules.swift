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
        .init("walks go forward and back in one order", walks),
        .init("walks meet everyone once while others write", walksAmongWrites),
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

    private static func walks(_ trial: StoreTrial) async throws {
        var directory = RandomDirectory(seed: 8)
        let everything = try await populate(trial, from: &directory, users: 30)
        for number in 0..<60 {
            let type: ResourceType = number % 4 == 0 ? .group : .user
            var (query, text) = number == 0 ? (Query(.user), "User") : try directory.query(for: type, over: everything)
            query.count = 1 + number % 7
            query.step = .after(nil)
            let whole = try query.page(of: everything).totalResults
            var pages = 0
            while let step = query.step, pages * query.count <= whole {
                pages += 1
                let page = try await compare(query, "'\(text)' page \(pages)", everything, trial)
                if let first = page.positions.first, pages > 1 {
                    var back = query
                    back.step = .before(first)
                    try await compare(back, "'\(text)' before page \(pages)", everything, trial)
                }
                query.step = page.positions.last.map { .after($0) }
                try expect(query.step != step, "'\(text)' to go on", seen: "the same step again")
            }
            query.step = .before(nil)
            try await compare(query, "'\(text)' last page", everything, trial)
        }
    }

    private static func walksAmongWrites(_ trial: StoreTrial) async throws {
        for (turn, name) in [nil, "title", "userName"].enumerated() {
            var users: [Resource] = []
            for number in 0..<24 {
                let title: AttributeValue = .string("T\(number % 3)")
                users.append(try await trial.createUser("user-\(turn)-\(number)", ["title": title]))
            }
            let sort = name.flatMap { ResourceType.user.resolve($0) }.map { SortOrder(by: $0) }
            let filter = try ResourceType.user.resolve(.compare("userName", .sw, .string("user-\(turn)-")))
            var query = Query(.user, filter: name == "title" ? filter : nil, sort: sort, step: .after(nil), count: 3)
            var gone: Set<ResourceID> = []
            var met: [ResourceID] = []
            while query.step != nil, met.count < 200 {
                let page = try await trial.store.search(query)
                met += page.resources.map(\.id)
                query.step = page.positions.last.map { .after($0) }
                guard let last = page.resources.last else { break }
                if met.count % 2 == 0 {
                    try await trial.store.delete(last.key, if: .none)
                    gone.insert(last.id)
                } else {
                    _ = try await trial.update(try await trial.current(last)) { $0["nickName"] = "Nick" }
                }
                if met.count < 20 { _ = try await trial.createUser("user-\(turn)-new-\(met.count)", ["title": "T1"]) }
            }
            for user in users where !gone.contains(user.id) {
                let times = met.count(where: { $0 == user.id })
                try expect(
                    times, is: 1, "how often a walk by \(name ?? "creation") meets a user who is there all the time")
            }
            try expect(Set(met).count, is: met.count, "the number of users that a walk meets")
        }
    }

    @discardableResult
    private static func compare(
        _ query: Query, _ text: String, _ everything: [Resource], _ trial: StoreTrial
    ) async throws -> Page {
        let expected = try query.page(of: everything), seen = try await trial.store.search(query)
        try expect(seen.totalResults, is: expected.totalResults, "the total of '\(text)'")
        let byID = Dictionary(uniqueKeysWithValues: everything.map { ($0.id, $0) })
        try expect(seen.resources.count, is: expected.resources.count, "the number of resources that answer '\(text)'")
        for (number, (resource, other)) in zip(seen.resources, expected.resources).enumerated() {
            try expect(resource.id, is: other.id, "number \(number + 1) of the answer to '\(text)'")
            guard let whole = byID[resource.id] else { continue }
            try expect(resource, toBePartOf: whole, "number \(number + 1) of the answer to '\(text)'")
        }
        guard query.step != nil else { return seen }
        try expect(seen.positions, is: expected.positions, "the positions of the answer to '\(text)'")
        return seen
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
