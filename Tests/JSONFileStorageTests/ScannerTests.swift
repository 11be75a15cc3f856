import RosterCore
import SCIM
import Testing

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
            _ = state.carryOut(
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
                    let found = try await scanner.page(query, in: state, all), expected = state.page(query)
                    #expect(found.totalResults == expected.totalResults)
                    #expect(found.resources.map(\.id) == expected.resources.map(\.id))
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
            for _ in 0..<40 { group.addTask { try await scanner.page(query, in: state, all).totalResults } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(totals == [state.page(query).totalResults])
    }

    @Test("one that nobody waits for any more is given up")
    func cancellation() async throws {
        let (state, collection) = users(2 * Scanner.piece)
        let all = try #require(collection)
        let query = Query(.user, filter: try ResourceType.user.resolve(Filter(#"title eq "t1""#)))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await Scanner(threads: 1).page(query, in: state, all)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
