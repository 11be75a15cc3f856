/// The latest transactions, for those who follow the store closely, and who waits for the next one.
struct RecentHistory {
    /// The transactions that are on the disk.
    private(set) var window: TransactionWindow
    /// Those that were answered before they are on the disk: after a power failure others may have their positions.
    private var unsettled: [Transaction] = []
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private var nextWaiter = 0

    /// Begins at the last transaction of a store.
    init(after position: Int) {
        window = TransactionWindow(after: position)
    }

    /// Takes transactions in, in order.
    ///
    /// - Parameter isAhead: Whether they are not on the disk yet; then nobody is told of them before ``settle()``.
    /// - Returns: Who has waited for them.
    mutating func append(_ new: [Transaction], isAhead: Bool) -> [CheckedContinuation<Void, Never>] {
        unsettled += new
        return isAhead ? [] : settle()
    }

    /// Notes that everything is on the disk.
    ///
    /// - Returns: Who has waited for it.
    mutating func settle() -> [CheckedContinuation<Void, Never>] {
        guard let last = unsettled.last else { return [] }
        window.append(unsettled, upTo: last.position)
        unsettled = []
        defer { waiting = [:] }
        return Array(waiting.values)
    }

    /// Notes that no transaction lies between a position and the floor.
    mutating func lower(_ floor: Int, to position: Int) { window.lower(floor, to: position) }

    /// A number by which a waiter is known.
    mutating func makeWaiter() -> Int {
        nextWaiter += 1
        return nextWaiter
    }

    /// Lets somebody wait for the next transaction.
    package mutating func add(_ continuation: CheckedContinuation<Void, Never>, as waiter: Int) {
        waiting[waiter] = continuation
    }

    /// Takes a waiter back.
    mutating func remove(_ waiter: Int) -> CheckedContinuation<Void, Never>? { waiting.removeValue(forKey: waiter) }
}
