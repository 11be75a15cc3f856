import Testing

@testable import SCIM

@Suite("RFC 7644 §7.7 — how much work a request may cause")
struct WorkBudgetTests {
    /// A clock that goes on by so much whenever somebody looks at it.
    private final class Clock {
        let step: Int
        private(set) var looks = 0

        init(step: Int) {
            self.step = step
        }

        func now() -> Int {
            looks += 1
            return looks * step
        }
    }

    private func budget(_ nanoseconds: Int) -> WorkBudget {
        WorkBudget(.nanoseconds(nanoseconds), for: "a", setting: "limits: scan")
    }

    @Test("is counted until it is spent, and then nothing more is done")
    func spending() {
        let clock = Clock(step: 10), budget = budget(35)
        let meter = WorkMeter(budget, clock: clock.now) { false }
        // Less than an interval costs no look at the clock.
        #expect(meter.spend(WorkMeter.interval - 1) && clock.looks == 1)
        for _ in 0..<3 { #expect(meter.spend(WorkMeter.interval)) }
        #expect(clock.looks == 4 && budget.spentNanoseconds == 30 && meter.elapsed == 30)
        for _ in 0..<3 { #expect(!meter.spend(WorkMeter.interval)) }
        #expect(!meter.spend(1))
        #expect(clock.looks == 5)
        let error = #expect(throws: SCIMError.self) { try meter.finish() }
        #expect(error?.code == .tooMany && error?.detail.contains("'limits: scan'") == true)
    }

    @Test("is one for all threads and all that a request does, and what is done counts even if it was little")
    func sharing() throws {
        let budget = budget(25)
        for _ in 0..<2 { try WorkMeter(budget, clock: Clock(step: 10).now) { false }.finish() }
        #expect(budget.spentNanoseconds == 20)
        let meter = WorkMeter(budget, clock: Clock(step: 10).now) { false }
        #expect(!meter.spend(WorkMeter.interval))
        #expect(throws: SCIMError.self) { try meter.require(1) }
    }

    @Test("ends when nobody waits any more, without a budget too")
    func cancellation() throws {
        var isCancelled = false
        let meter = WorkMeter(nil, clock: Clock(step: 1).now) { isCancelled }
        #expect(meter.spend(WorkMeter.interval))
        isCancelled = true
        #expect(!meter.spend(WorkMeter.interval))
        #expect(throws: CancellationError.self) { try meter.finish() }
    }

    /// A filter of many comparisons that no user meets.
    private func filter(_ comparisons: Int) throws -> ResolvedFilter {
        let terms = Array(repeating: #"emails.value co "a\u0301""#, count: comparisons).joined(separator: " or ")
        return try ResourceType.user.resolve(Filter(terms))
    }

    private func users(_ count: Int) throws -> [Resource] {
        let user = try Resource.json(
            #"{"userName":"u","emails":[{"value":"é@example.org"},{"value":"b@example.org"}]}"#)
        return Array(repeating: user, count: count)
    }

    @Test("bounds the evaluator of queries, and leaves the resources that are left unseen")
    func evaluation() throws {
        let filter = try filter(100), all = try users(200)
        var seen = 0
        let candidates = AnySequence<Resource> { () -> AnyIterator<Resource> in
            var rest = all.makeIterator()
            return AnyIterator<Resource> {
                seen += 1
                return rest.next()
            }
        }
        for query in [Query(.user, filter: filter), Query(.user, filter: filter, step: .after(nil))] {
            seen = 0
            let meter = WorkMeter(budget(5), clock: Clock(step: 2).now) { false }
            #expect(throws: SCIMError.self) { try query.page(of: candidates, counting: meter) }
            // Three intervals are spent, and a user costs some 15,000 units.
            #expect(seen > 10 && seen < 100)
            #expect(try query.page(of: candidates).totalResults == 0)
        }
    }

    @Test("bounds sorting, too")
    func sorting() throws {
        let sort = SortOrder(by: try #require(ResourceType.user.resolve("userName")))
        let users = try users(5_000)
        let meter = WorkMeter(budget(1), clock: Clock(step: 2).now) { false }
        #expect(throws: SCIMError.self) { try sort.sorted(users, counting: meter) }
        let free = WorkMeter(budget(1_000), clock: Clock(step: 2).now) { false }
        #expect(try sort.sorted(users, counting: free).count == 5_000)
    }

    @Test("travels with the task")
    func task() async throws {
        let query = Query(.user, filter: try filter(100)), all = try users(100)
        @Sendable func total(within nanoseconds: Int) throws -> Int {
            try WorkBudget.$current.withValue(budget(nanoseconds)) { try query.page(of: all).totalResults }
        }
        #expect(throws: SCIMError.self) { try total(within: 0) }
        #expect(try total(within: .max) == 0)
        let cancelled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try total(within: .max)
        }
        await #expect(throws: CancellationError.self) { try await cancelled.value }
    }

    @Test("changes nothing in what a filter says as long as it lasts", arguments: 0..<4)
    func agreement(seed: UInt64) throws {
        var random = RandomUsers(generator: SeededGenerator(seed: 500 + seed))
        let users = (0..<40).map { random.user($0) }
        for _ in 0..<200 {
            let filter = try ResourceType.user.resolve(random.filter(depth: 2))
            let meter = WorkMeter(budget(.max)) { false }
            let isMet = filter.predicate(counting: meter)
            let verdict = filter.verdict(leavingOut: [.groups], counting: meter)
            for user in users {
                #expect(isMet(user) == filter.matches(user), "\(filter)")
                guard let isMet = verdict?(PackedAttributes(user.attributes, of: .user)) else { continue }
                #expect(isMet == filter.matches(user), "\(filter)")
            }
        }
    }
}
