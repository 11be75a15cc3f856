import SCIM
import Testing

@Suite("RFC 9865 §2 — steps of a walk through results")
struct QueryStepTests {
    private static let orders: [String?] = [
        nil, "title", "externalId", "active", "emails.value", "emails.primary", "groups.display", "manager.value", "id",
        "name.familyName", "meta.created",
    ]

    private func users(_ seed: UInt64) -> [Resource] {
        var random = RandomUsers(generator: SeededGenerator(seed: seed))
        return (0..<23).map { number in
            var user = random.user(number)
            // Few different times, so that most of them tie.
            user.created = DateTime(secondsSinceEpoch: Int64((number * 7 + Int(seed)) % 5))
            return user
        }
    }

    /// The whole walk, put in order by the sort that keeps ties as they come.
    private func walk(_ users: [Resource], _ sort: SortOrder?) -> [String] {
        let byAge = users.sorted { ($0.created, $0.id) < ($1.created, $1.id) }
        return (sort?.sorted(byAge) ?? byAge).map(\.id.text)
    }

    @Test("go on where the last one ended, both ways, whatever the order", arguments: orders, [false, true])
    func steps(_ name: String?, _ isDescending: Bool) throws {
        let sort = try name.map { SortOrder(by: try #require(ResourceType.user.resolve($0)), descending: isDescending) }
        for seed in 1...8 as ClosedRange<UInt64> {
            let users = users(seed), walk = walk(users, sort)
            let places = try Query(.user, sort: sort, step: .after(nil)).page(of: users).positions
            #expect(places.map(\.id.text) == walk)
            for count in [0, 1, 2, 5, 22, 23, 24, .max] {
                for index in -1...walk.count {
                    let place = places.indices.contains(index) ? places[index] : nil
                    let after = try Query(.user, sort: sort, step: .after(place), count: count).page(of: users)
                    let behind = place == nil ? walk[...] : walk[(index + 1)...]
                    #expect(after.resources.map(\.id.text) == Array(behind.prefix(count)))
                    let before = try Query(.user, sort: sort, step: .before(place), count: count).page(
                        of: users.reversed())
                    let ahead = place == nil ? walk[...] : walk[..<index]
                    #expect(before.resources.map(\.id.text) == Array(ahead.suffix(count)))
                    for page in [after, before] {
                        #expect(page.totalResults == walk.count)
                        #expect(page.positions.map(\.id) == page.resources.map(\.id))
                    }
                }
            }
        }
    }

    @Test("take nothing that the filter leaves out, and need not find the place itself")
    func filterAndDeletion() throws {
        let users = users(3)
        let filter = try ResourceType.user.resolve(Filter("active eq true or title pr"))
        let sort = SortOrder(by: try #require(ResourceType.user.resolve("title")))
        let whole = try Query(.user, filter: filter, sort: sort, step: .after(nil)).page(of: users)
        #expect(whole.resources.count < users.count && whole.resources.count > 4)
        for (index, place) in whole.positions.enumerated() {
            let others = users.filter { $0.id != place.id }
            let after = try Query(.user, filter: filter, sort: sort, step: .after(place), count: 2).page(of: others)
            #expect(after.positions == Array(whole.positions[(index + 1)...].prefix(2)))
            let before = try Query(.user, filter: filter, sort: sort, step: .before(place), count: 2).page(of: others)
            #expect(before.positions == Array(whole.positions[..<index].suffix(2)))
            #expect(after.totalResults == whole.positions.count - 1)
        }
    }

    @Test("order resources of two types with one id, and values of two kinds, without a tie")
    func mixed() {
        let time = DateTime(secondsSinceEpoch: 5)
        let values: [ResolvedFilter.Operand?] = [
            .string("b"), .number(Number(2)), .boolean(true), .dateTime(time), nil,
        ]
        var places: [Query.Position] = []
        for value in values {
            for type in ["Group", "User"] {
                places.append(Query.Position(value: value, created: time, id: ResourceID("1"), type: type))
            }
        }
        for (left, place) in places.enumerated() {
            for (right, other) in places.enumerated() {
                #expect(place.precedes(other, descending: false) == (left < right))
                #expect(
                    place.precedes(other, descending: true)
                        == (left / 2 == right / 2 ? left < right : left / 2 > right / 2))
            }
        }
    }

    @Test("cut long texts, so that a cursor fits into a URL, and still meet everyone once")
    func longTexts() throws {
        let long = String(repeating: "é", count: 3_000)
        let users = try (0..<6).map { number in
            try Resource.json(#"{"title":"\#(long)\#(5 - number)"}"#, id: "\(number)")
        }
        let sort = SortOrder(by: try #require(ResourceType.user.resolve("title")))
        var seen: [String] = []
        var place: Query.Position?
        for _ in 0..<3 {
            let page = try Query(.user, sort: sort, step: .after(place), count: 2).page(of: users)
            seen += page.resources.map(\.id.text)
            place = page.positions.last
            guard case .string(let text)? = place?.value else { throw Missing() }
            #expect(text.utf8.count == 1_024)
        }
        #expect(seen.sorted() == ["0", "1", "2", "3", "4", "5"])
    }

    private struct Missing: Error {}
}
