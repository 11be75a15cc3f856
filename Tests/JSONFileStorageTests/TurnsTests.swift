import Synchronization
import Testing

@testable import JSONFileStorage

@Suite("Whose turn it is")
struct TurnsTests {
    private func job(_ account: String) -> Job { Job(account: account) { nil } }

    /// The accounts in the order of their turns.
    private func order(_ turns: inout Turns) -> String {
        var order = ""
        while let job = turns.next() { order += job.account }
        return order
    }

    @Test(
        "accounts come one after the other, however much each of them asks for",
        arguments: [("aaaab", "abaaa"), ("aabbcc", "abcabc"), ("abcaaa", "abcaaa"), ("", ""), ("a", "a")])
    func accounts(asked: String, done: String) {
        var turns = Turns()
        for account in asked { turns.add(job(String(account))) }
        #expect(turns.isEmpty == asked.isEmpty)
        #expect(order(&turns) == done)
        #expect(turns.isEmpty)
    }

    @Test("who comes later has its turn before the second one of those who came before")
    func latecomer() {
        var turns = Turns()
        for account in "aaabbb" { turns.add(job(String(account))) }
        #expect(turns.next()?.account == "a")
        turns.add(job("c"))
        #expect(order(&turns) == "bacbab")
    }

    @Test("jobs of one account keep their order, and what is left of one comes behind the others")
    func jobs() {
        let done = Mutex<[Int]>([])
        @Sendable func job(_ number: Int, parts: Int) -> Job {
            Job(account: "a") {
                done.withLock { $0.append(number) }
                return parts > 1 ? job(number, parts: parts - 1) : nil
            }
        }
        var turns = Turns()
        for (number, parts) in [1, 3, 1, 2].enumerated() { turns.add(job(number, parts: parts)) }
        while let job = turns.next() { if let rest = job.work() { turns.add(rest) } }
        #expect(done.withLock { $0 } == [0, 1, 2, 3, 1, 3, 1])
    }
}
