/// Transactions that follow one another, of which the latest are kept.
///
/// A transaction holds on to the states around it, which share nearly everything with one another.
struct TransactionWindow {
    /// How many transactions are held at least, if their lines are not longer than that together.
    private static let capacity = 1_024, byteCapacity = 16 << 20

    /// The position after which every transaction up to ``end`` is held.
    private(set) var floor: Int
    /// The position up to which transactions are held.
    package private(set) var end: Int
    private var transactions: [Transaction] = []
    private var byteCount = 0

    /// Begins after a position.
    init(after position: Int) {
        floor = position
        end = position
    }

    /// Takes in the transactions that come next, and forgets the earliest if there are too many.
    mutating func append(_ new: [Transaction], upTo end: Int) {
        transactions += new
        byteCount += new.reduce(0) { $0 + $1.byteCount }
        self.end = end
        // To forget some at a time, and not one with each that comes, moves the others less often.
        guard transactions.count > 2 * Self.capacity || byteCount > 2 * Self.byteCapacity else { return }
        var surplus = 0
        while transactions.count - surplus > Self.capacity || byteCount > Self.byteCapacity {
            byteCount -= transactions[surplus].byteCount
            surplus += 1
        }
        floor = transactions[surplus - 1].position
        transactions.removeFirst(surplus)
    }

    /// Notes that no transaction lies between a position and the floor, such as behind the last change before a seal.
    ///
    /// - Parameter floor: The floor when that was found out; if it is another one now, nothing is noted.
    mutating func lower(_ floor: Int, to position: Int) {
        if self.floor == floor { self.floor = min(floor, position) }
    }

    /// The transactions after a position; `nil` if it lies outside.
    func transactions(after position: Int, count: Int) -> [Transaction]? {
        guard floor...end ~= position else { return nil }
        let start = transactions.partitioningIndex { $0.position > position }
        return Array(transactions[start...].prefix(count))
    }

    /// Whether there is a transaction after a position.
    func hasTransaction(after position: Int) -> Bool {
        position < floor || (transactions.last.map { $0.position > position } ?? false)
    }
}

extension Array {
    /// The first place from which on a condition holds, in an array in which it holds from some place on.
    fileprivate func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
        var low = startIndex, high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
