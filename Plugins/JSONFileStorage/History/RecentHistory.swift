/// The latest transactions, for those who follow the store closely, and who waits for the next one.
///
/// A transaction holds on to the states around it, which share nearly everything with one another.
struct RecentHistory {
    /// How many transactions are held.
    static let capacity = 1_024

    /// The position after which everything is held.
    private(set) var floor: Int
    /// The position of the last transaction that was answered.
    private(set) var position: Int
    private var transactions: [Transaction] = []
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private var nextWaiter = 0

    /// Begins at the last transaction of a store.
    init(after position: Int) {
        floor = position
        self.position = position
    }

    /// Takes transactions in, in order; only what was carried out moves the position on.
    ///
    /// - Returns: Who has waited for them.
    mutating func append(_ new: [Transaction]) -> [CheckedContinuation<Void, Never>] {
        position = new.last?.position ?? position
        transactions += new
        if transactions.count > 2 * Self.capacity {
            let surplus = transactions.count - Self.capacity
            floor = transactions[surplus - 1].position
            transactions.removeFirst(surplus)
        }
        guard !new.isEmpty else { return [] }
        defer { waiting = [:] }
        return Array(waiting.values)
    }

    /// Notes that no transaction lies between a position and the floor, such as behind the last change before a seal.
    ///
    /// - Parameter floor: The floor when that was found out; if it is another one now, nothing is noted.
    mutating func lower(_ floor: Int, to position: Int) {
        if self.floor == floor { self.floor = min(floor, position) }
    }

    /// The transactions after a position; `nil` if it lies before ``floor``.
    func transactions(after position: Int, count: Int) -> [Transaction]? {
        guard position >= floor else { return nil }
        let start = transactions.firstIndex { $0.position > position } ?? transactions.endIndex
        return Array(transactions[start...].prefix(count))
    }

    /// Whether there is a transaction after a position.
    func hasTransaction(after position: Int) -> Bool {
        position < floor || (transactions.last.map { $0.position > position } ?? false)
    }

    /// A number by which a waiter is known.
    mutating func makeWaiter() -> Int {
        nextWaiter += 1
        return nextWaiter
    }

    /// Lets somebody wait for the next transaction.
    mutating func add(_ continuation: CheckedContinuation<Void, Never>, as waiter: Int) {
        waiting[waiter] = continuation
    }

    /// Takes a waiter back.
    mutating func remove(_ waiter: Int) -> CheckedContinuation<Void, Never>? { waiting.removeValue(forKey: waiter) }
}
