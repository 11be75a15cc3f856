import RosterCore
import SCIM
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("RFC 9865 §2 — walks through a JSON-file store")
struct WalkingTests {
    enum Clock: CaseIterable {
        /// Some resources share a moment, as those do that share a wait for the disk.
        case ticks
        /// All resources share one moment.
        case stands
        /// The clock is set back by seconds now and then.
        case isCorrected
        /// The clock was days ahead for some time.
        case wasWrong

        func time(_ number: Int) -> DateTime {
            let start: Int64 = 1_800_000_000_000
            return switch self {
            case .ticks: DateTime(millisecondsSinceEpoch: start + Int64(number / 3))
            case .stands: DateTime(millisecondsSinceEpoch: start)
            case .isCorrected: DateTime(millisecondsSinceEpoch: start + Int64(number % 11) * 1_000)
            case .wasWrong:
                DateTime(millisecondsSinceEpoch: start + Int64(number) + (number % 20 < 5 ? 200_000_000 : 0))
            }
        }
    }

    private func store(_ clock: Clock, on disk: SimulatedDisk, users: Int) async throws -> JSONFileStore {
        let times = Counter()
        let store = try await open(disk) { $0.clock = { clock.time(times.next()) } }
        for number in 0..<users { _ = try await store.create(.user("user-\(number)")) }
        for user in try await store.search(Query(.user)).resources.enumerated().filter({ $0.offset % 7 == 3 }) {
            try await store.delete(user.element.key, if: .none)
        }
        return store
    }

    @Test("find what looking at everything finds, whatever the clock did", arguments: Clock.allCases)
    func steps(_ clock: Clock) async throws {
        let disk = SimulatedDisk()
        let first = try await store(clock, on: disk, users: 70)
        try await compare(first)
        await first.compact()
        await first.close()
        let second = try await open(disk)
        try await compare(second)
        await second.close()
    }

    private func compare(_ store: JSONFileStore) async throws {
        let everything = try await store.search(Query(.user)).resources
        let places = try Query(.user, step: .after(nil)).page(of: everything).positions
        #expect(places.count == 60)
        for count in [0, 1, 4, 59, 60, 61, .max] {
            for place in places.map({ Optional($0) }) + [nil] {
                for step in [Query.Step.after(place), .before(place)] {
                    let query = Query(.user, step: step, count: count)
                    let page = try await store.search(query), expected = try query.page(of: everything)
                    #expect(page.positions == expected.positions)
                    #expect(page.resources.map(\.id) == expected.resources.map(\.id))
                    #expect(page.totalResults == 60)
                }
            }
        }
    }

    @Test("look at the page and what shares a moment with its ends, not at everything")
    func cost() async throws {
        let store = try await store(.ticks, on: SimulatedDisk(), users: 210)
        let users = store.engine.state.collections[0]
        #expect(users.isChronological && users.resources.count == 180)
        let places = try await store.search(Query(.user, step: .after(nil))).positions
        for place in places {
            #expect(users.resources(around: .after(place), count: 10).count <= 20)
            #expect(users.resources(around: .before(place), count: 10).count <= 20)
        }
        #expect(users.resources(around: .after(nil), count: 10).count <= 13)
        #expect(users.resources(around: .before(nil), count: 10).count <= 13)
        await store.close()
    }

    @Test("creations follow one another in time when the clock is corrected")
    func correctedClock() async throws {
        let store = try await store(.isCorrected, on: SimulatedDisk(), users: 40)
        let times = try await store.search(Query(.user)).resources.map(\.created)
        #expect(times == times.sorted())
        #expect(store.engine.state.collections[0].isChronological)
        await store.close()
        let wrong = try await self.store(.wasWrong, on: SimulatedDisk(), users: 40)
        #expect(!wrong.engine.state.collections[0].isChronological)
        await wrong.close()
    }

    @Test("find by filter and order what looking at everything finds, members and groups among it")
    func filters() async throws {
        let store = try await open(SimulatedDisk())
        var ids: [String] = []
        for number in 0..<12 {
            ids.append(try await store.create(.user("user-\(number)", ["title": .string("T\(number % 3)")])).id.text)
        }
        for number in 0..<5 {
            _ = try await store.create(
                .group("G\(number % 2)", ids.enumerated().filter { $0.offset % 5 >= number }.map(\.element)))
        }
        let everything = try await store.search(Query(.user)).resources + store.search(Query(.group)).resources
        for (type, filter, order) in [
            (ResourceType.user, "groups pr", "title"), (.user, "title eq \"t1\"", "groups.display"),
            (.group, "members.value eq \"\(ids[3])\"", "displayName"), (.group, "members pr", "members.value"),
            (.user, "userName eq \"USER-3\"", "userName"),
        ] {
            let sort = SortOrder(by: try #require(type.resolve(order)), descending: type == .group)
            let filter = try type.resolve(Filter(filter))
            var query = Query(type, filter: filter, sort: sort, step: .after(nil), count: 2)
            while query.step != nil {
                let page = try await store.search(query), expected = try query.page(of: everything)
                #expect(page.positions == expected.positions && page.totalResults == expected.totalResults)
                #expect(page.resources.map(\.memberTexts) == expected.resources.map(\.memberTexts))
                var back = query
                back.step = .before(page.positions.last)
                let expectedBack = try back.page(of: everything).positions
                #expect(try await store.search(back).positions == expectedBack)
                query.step = page.positions.last.map { .after($0) }
            }
        }
        await store.close()
    }
}
