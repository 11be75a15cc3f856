import RosterCore
import Synchronization
import Testing

@testable import RosterHost

@Suite("How far a long work is")
struct ProgressDisplayTests {
    private static let mebibyte = 1 << 20

    /// What is written while so much is done, in MiB.
    private func written(isTerminal: Bool, done: [Int], total: Int) -> [String] {
        let texts = Texts()
        let display = ProgressDisplay(isTerminal: isTerminal) { texts.add($0) }
        for done in done { display.progress.report(done * Self.mebibyte, of: total * Self.mebibyte) }
        display.end()
        return texts.all
    }

    private final class Texts: Sendable {
        private let texts = Mutex<[String]>([])

        var all: [String] { texts.withLock { $0 } }

        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    @Test("is a bar on a terminal, which is gone at the end")
    func bar() {
        let texts = written(isTerminal: true, done: [0, 50, 50, 100], total: 100)
        #expect(texts.count == 3)
        #expect(texts[0] == "\r[###############...............] 50 %")
        #expect(texts[1] == "\r[##############################] 100 %")
        #expect(texts[2].allSatisfy { $0 == " " || $0 == "\r" } && texts[2].count > texts[1].count)
    }

    @Test("is a line for each tenth elsewhere")
    func lines() {
        let texts = written(isTerminal: false, done: Array(0...100), total: 100)
        #expect(texts == (1...10).map { "\($0 * 10) % of 100 MiB\n" })
    }

    @Test("is not worth a word when there is little to do")
    func little() {
        #expect(written(isTerminal: true, done: [0, 3, 7], total: 7).isEmpty)
        #expect(written(isTerminal: false, done: [0, 3, 7], total: 7).isEmpty)
    }

    @Test("is told without the whole when nobody knows it")
    func unknownTotal() {
        #expect(written(isTerminal: true, done: [1, 7, 8, 9, 17], total: 0).dropLast() == ["\r8 MiB", "\r16 MiB"])
        #expect(written(isTerminal: false, done: Array(0...150), total: 0) == ["64 MiB\n", "128 MiB\n"])
        #expect(written(isTerminal: false, done: [1, 7], total: 0).isEmpty)
    }
}
