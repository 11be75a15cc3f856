import Testing

@testable import RosterCore

@Suite("Turns of accounts")
struct TurnsTests {
    /// The work in the order of its turns.
    private func order(_ turns: inout Turns<Character>) -> String {
        var order = ""
        while let work = turns.next() { order.append(work) }
        return order
    }

    @Test(
        "accounts come one after the other, however much each of them asks for",
        arguments: [("aaaab", "abaaa"), ("aabbcc", "abcabc"), ("abcaaa", "abcaaa"), ("", ""), ("a", "a")])
    func accounts(asked: String, done: String) {
        var turns = Turns<Character>()
        for account in asked { turns.add(account, for: String(account)) }
        #expect(turns.isEmpty == asked.isEmpty)
        #expect(order(&turns) == done)
        #expect(turns.isEmpty)
    }

    @Test("who comes later has its turn before the second one of those who came before")
    func latecomer() {
        var turns = Turns<Character>()
        for account in "aaabbb" { turns.add(account, for: String(account)) }
        #expect(turns.next() == "a")
        turns.add("c", for: "c")
        #expect(order(&turns) == "bacbab")
    }

    @Test("the work of one account keeps its order, and what is left of it comes behind the rest")
    func remainder() {
        var turns = Turns<(number: Int, parts: Int)>()
        for (number, parts) in [1, 3, 1, 2].enumerated() { turns.add((number, parts), for: "a") }
        var done: [Int] = []
        while let work = turns.next() {
            done.append(work.number)
            if work.parts > 1 { turns.add((work.number, work.parts - 1), for: "a") }
        }
        #expect(done == [0, 1, 2, 3, 1, 3, 1])
    }
}
