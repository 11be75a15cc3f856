import RosterCore
import SCIM
import Synchronization
import Testing

@testable import JSONFileEngine
@testable import JSONFileStorage

@Suite("Looking at everything, on threads of its own")
struct ScannerTests {
    private func users(_ count: Int) -> (StoreState, ResourceCollection?) {
        var state = StoreState([TypeLayout(.user)])
        for number in 0..<count {
            let attributes: Attributes = [
                .userName: .string("user\(number)"), "title": .string("T\(number % 7)"),
                "emails": [
                    ["value": .string("U\(number)@\(number % 3 == 0 ? "EXAMPLE" : "home").org"), "type": "work"]
                ],
            ]
            _ = state.apply(
                .put(
                    Operation.Put(
                        address: Operation.Address(type: 0, id: "\(number)"), version: 1,
                        created: DateTime(secondsSinceEpoch: Int64(number)),
                        lastModified: DateTime(secondsSinceEpoch: Int64(number)),
                        attributes: PackedAttributes(attributes, of: .user))))
        }
        return (state, state.collection(of: .user))
    }

    @Test("finds what one thread finds, whatever the number of threads and pieces", arguments: [1, 2, 5])
    func agreement(threads: Int) async throws {
        let scanner = Scanner(threads: threads)
        for count in [1, Scanner.piece, Scanner.piece + 1, 3 * Scanner.piece - 1] {
            let (state, collection) = users(count)
            let all = try #require(collection)
            for filter in [
                #"emails[type eq "work" and value ew "@example.org"]"#, #"title eq "t3" or title eq "T5""#,
                #"not (title sw "t")"#,
                #"emails.value co "1@""#,
            ] {
                var query = Query(
                    .user, filter: try ResourceType.user.resolve(Filter(filter)), startIndex: 3, count: 20)
                for isSorted in [false, true] {
                    if isSorted {
                        query.sort = SortOrder(by: try #require(ResourceType.user.resolve("title")), descending: true)
                    }
                    let expected = try state.page(query)
                    for work in [count, 50 * count] {
                        let found = try await scanner.page(query, by: .scan, work: work, in: state, all)
                        #expect(found.totalResults == expected.totalResults)
                        #expect(found.resources.map(\.id) == expected.resources.map(\.id))
                    }
                }
            }
        }
    }

    @Test("several at once come to their ends")
    func several() async throws {
        let (state, collection) = users(2 * Scanner.piece)
        let all = try #require(collection), scanner = Scanner(threads: 2)
        let query = Query(.user, filter: try ResourceType.user.resolve(Filter(#"title eq "t1""#)), count: 1)
        let totals = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<40 {
                group.addTask { try await scanner.page(query, by: .scan, work: 0, in: state, all).totalResults }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(totals == [try state.page(query).totalResults])
    }

    @Test("one that nobody waits for any more is given up")
    func cancellation() async throws {
        let (state, collection) = users(2 * Scanner.piece)
        let all = try #require(collection)
        let query = Query(.user, filter: try ResourceType.user.resolve(Filter(#"title eq "t1""#)))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await Scanner(threads: 1).page(query, by: .scan, work: 0, in: state, all)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("pieces that take longer than a slice are finished later, resource by resource if it has to be")
    func slices() async throws {
        let (state, collection) = users(40)
        let all = try #require(collection), scanner = Scanner(threads: 2, slice: 0)
        for filter in [#"title eq "t3" or title eq "T5""#, #"emails.value co "1@""#] {
            let query = Query(.user, filter: try ResourceType.user.resolve(Filter(filter)))
            let expected = try state.page(query)
            let found = try await scanner.page(query, by: .scan, work: 2 * Scanner.piece, in: state, all)
            #expect(found.totalResults == expected.totalResults)
            #expect(found.resources.map(\.id) == expected.resources.map(\.id))
        }
    }

    @Test("more than the budget of a request is refused, on these threads and elsewhere")
    func budget() async throws {
        let (state, collection) = users(Scanner.piece)
        let all = try #require(collection), scanner = Scanner(threads: 2)
        let comparisons = Array(repeating: #"not (emails.value co "org")"#, count: 50).joined(separator: " and ")
        let filter = try ResourceType.user.resolve(Filter(#"emails.value co "org" and (\#(comparisons))"#))
        for query in [Query(.user, filter: filter), Query(.user, filter: filter, step: .after(nil))] {
            let budget = WorkBudget(.nanoseconds(1), for: "a", setting: "limits: scan")
            let error = await #expect(throws: SCIMError.self) {
                try await WorkBudget.$current.withValue(budget) {
                    try await scanner.page(query, by: .scan, work: 0, in: state, all)
                }
            }
            #expect(error?.code == .tooMany && error?.detail.contains("'limits: scan'") == true)
            let other = #expect(throws: SCIMError.self) {
                try WorkBudget.$current.withValue(budget) { try state.page(query, counting: .ofTask) }
            }
            #expect(other == error)
        }
    }

    /// A scanner all of whose threads wait until the gate is opened.
    private func busyScanner(patience: Duration = .seconds(1_000)) async -> (scanner: Scanner, gate: Gate) {
        let scanner = Scanner(threads: 1, patience: patience), gate = Gate()
        let arrival = AsyncStream.makeStream(of: Void.self)
        Task {
            // It waits whatever becomes of the task.
            let job = Job(account: "busy") {
                arrival.continuation.finish()
                gate.wait()
                return nil
            }
            try await scanner.value(of: Awaited<Void>()) { [job] }
        }
        for await _ in arrival.stream {}
        return (scanner, gate)
    }

    @Test("one that waits for its turn is given up at once")
    func cancellationBeforeTheTurn() async throws {
        let (scanner, gate) = await busyScanner()
        let (state, collection) = users(10)
        let all = try #require(collection)
        let query = Query(.user, filter: try ResourceType.user.resolve(Filter(#"title eq "t1""#)))
        let task = Task { try await scanner.page(query, by: .scan, work: 0, in: state, all) }
        while scanner.state.withLock({ $0.turns.isEmpty }) { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        gate.open()
    }

    @Test("one that gets no turn is refused after a while")
    func patience() async throws {
        let (scanner, gate) = await busyScanner(patience: .zero)
        let (state, collection) = users(10)
        let all = try #require(collection)
        let error = await #expect(throws: SCIMError.self) {
            try await scanner.page(Query(.user), by: .scan, work: 0, in: state, all)
        }
        #expect(error?.code == .unavailable)
        let other = await #expect(throws: SCIMError.self) { try await scanner.perform { 1 } }
        #expect(other == error)
        gate.open()
    }

    /// Users of one address, and groups of which each has so many of `m0`, `m1`, … as members.
    private func directory(users count: Int, groups sizes: [Int]) -> StoreState {
        var state = StoreState([TypeLayout(.user), TypeLayout(.group)])
        func put(_ type: Int, _ id: String, _ attributes: Attributes, of resourceType: ResourceType) {
            let time = DateTime(secondsSinceEpoch: 0)
            _ = state.apply(
                .put(
                    Operation.Put(
                        address: Operation.Address(type: type, id: id), version: 1, created: time, lastModified: time,
                        attributes: PackedAttributes(attributes, of: resourceType))))
        }
        for number in 0..<count {
            put(
                0, "u\(number)",
                [.userName: .string("user\(number)"), "emails": [["value": "all@example.org", "type": "work"]]],
                of: .user)
        }
        for (number, size) in sizes.enumerated() {
            put(1, "g\(number)", [.displayName: .string("group\(number)")], of: .group)
            let members = MemberDelta(adding: (0..<size).map { .reference("m\($0)", [:]) })
            _ = state.apply(
                .changeMembers(
                    Operation.MembersChange(
                        address: Operation.Address(type: 1, id: "g\(number)"), version: 2,
                        lastModified: DateTime(secondsSinceEpoch: 0), delta: members)))
        }
        return state
    }

    @Test(
        "how much there is to look at is known before",
        arguments: [
            (ResourceType.user, #"userName eq "user3""#, 1), (.user, #"userName eq "nobody""#, 0),
            (.user, #"emails.value eq "ALL@example.org""#, 500), (.user, #"emails[value eq "all@example.org"]"#, 500),
            (.user, #"emails.value eq "all@example.org" and userName eq "user3""#, 1),
            (.user, #"userName eq "user1" or emails.value eq "all@example.org""#, 501),
            (.user, #"title pr"#, 500), (.user, #"groups.display eq "group1""#, 800),
            (.group, #"displayName eq "group1""#, 1), (.group, #"members.value eq "m150""#, 1),
            (.group, #"displayName eq "group1" and members.display pr"#, 201),
            (.group, #"members.value eq "m5" and not (members.display pr)"#, 302),
            (.group, #"displayName sw "group""#, 3), (.group, #"members.display pr"#, 303),
        ])
    func work(type: ResourceType, filter: String, expected: Int) throws {
        let state = directory(users: 500, groups: [100, 200, 0])
        let collection = try #require(state.collection(of: type))
        let query = Query(type, filter: try type.resolve(Filter(filter)))
        let route = SearchRoute(query, in: collection)
        #expect(state.work(query, by: route, in: collection, upTo: .max) == expected)
        // Where counting may end earlier, it tells no less than the limit.
        for limit in [0, 1, 10, 1_000] {
            let work = state.work(query, by: route, in: collection, upTo: limit)
            #expect(work == expected || work > limit && work < expected)
        }
    }

    @Test("the count of members follows what becomes of groups")
    func memberCount() async throws {
        let store = try await open(SimulatedDisk())
        let first = try await store.create(.group("a", ["1", "2", "3"]))
        _ = try await store.create(.group("b", ["1", "2"]))
        func count() -> Int? { store.engine.state.collection(of: .group)?.memberCount }
        #expect(count() == 5)
        _ = try await store.modify(first.key, by: .adding("4"), if: .none, selecting: .byDefault)
        _ = try await store.modify(first.key, by: .adding("4"), if: .none, selecting: .byDefault)
        #expect(count() == 6)
        _ = try await store.modify(
            first.key, by: .patch(#"{"op":"remove","path":"members[value eq \"1\"]"}"#), if: .none,
            selecting: .byDefault)
        #expect(count() == 5)
        _ = try await store.modify(
            first.key, by: .patch(#"{"op":"replace","path":"members","value":[{"value":"9"}]}"#), if: .none,
            selecting: .byDefault)
        #expect(count() == 3)
        try await store.delete(first.key, if: .none)
        #expect(count() == 2)
        await store.close()
    }

    @Test(
        "members of few groups are looked at there if they are many, and one resource is not",
        arguments: [
            (#"members.display pr"#, true), (#"displayName eq "big" and members.display pr"#, true),
            (#"displayName eq "big""#, false), (#"displayName sw "b""#, false), (#"members.value eq "m7""#, false),
        ])
    func place(filter: String, isElsewhere: Bool) async throws {
        let store = try await open(SimulatedDisk())
        _ = try await store.create(.group("big", (0...Scanner.piece).map { "m\($0)" }))
        let query = Query(.group, filter: try ResourceType.group.resolve(Filter(filter)), count: 0)
        let task = Task {
            // Only threads of its own let a search be given up.
            withUnsafeCurrentTask { $0?.cancel() }
            return try await store.search(query).totalResults
        }
        if isElsewhere {
            await #expect(throws: CancellationError.self) { try await task.value }
        } else {
            #expect(try await task.value == 1)
        }
        let expected = try store.engine.state.page(query).totalResults
        #expect(try await store.search(query).totalResults == expected)
        await store.close()
    }
}
