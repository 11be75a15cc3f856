/// A queue in which accounts take turns (round robin), and the work of one account is first in, first out.
package struct Turns<Work> {
    private var work: [String: Queue<Work>] = [:]
    private var accounts = Queue<String>()

    package init() {}

    /// Whether no work waits.
    package var isEmpty: Bool { accounts.isEmpty }

    /// Adds work behind the other work of its account.
    package mutating func add(_ element: Work, for account: String) {
        if work[account] == nil { accounts.append(account) }
        work[account, default: Queue()].append(element)
    }

    /// Removes and returns the work whose turn it is; `nil` if none waits.
    package mutating func next() -> Work? {
        guard let account = accounts.popFirst() else { return nil }
        let element = work[account]?.popFirst()
        if work[account]?.isEmpty ?? true { work[account] = nil } else { accounts.append(account) }
        return element
    }
}

extension Turns: Sendable where Work: Sendable {}

/// A first-in, first-out queue; both ends take constant time on average.
private struct Queue<Element> {
    private var leaving: [Element] = []
    private var coming: [Element] = []

    var isEmpty: Bool { leaving.isEmpty && coming.isEmpty }

    mutating func append(_ element: Element) {
        coming.append(element)
    }

    mutating func popFirst() -> Element? {
        if leaving.isEmpty {
            leaving = coming.reversed()
            coming = []
        }
        return leaving.popLast()
    }
}

extension Queue: Sendable where Element: Sendable {}
