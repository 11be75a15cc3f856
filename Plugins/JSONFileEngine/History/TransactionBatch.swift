import Synchronization

/// The states around transactions that follow one another, made again from the first of them when somebody asks.
///
/// Were each state kept, the writer would have to leave it alone, and copy with each transaction what it changes with a batch.
package final class TransactionBatch: Sendable {
    private let operations: [[Operation]]
    private let first: StoreState
    /// The state that was made last, and how many transactions lie before it.
    private let latest: Mutex<(count: Int, state: StoreState)>

    /// Describes transactions that have just been carried out.
    package init(before: StoreState, _ operations: [[Operation]]) {
        first = before
        self.operations = operations
        latest = Mutex((0, before))
    }

    /// Describes one transaction between two states.
    package init(before: StoreState, after: StoreState) {
        first = before
        operations = []
        latest = Mutex((1, after))
    }

    /// The state before a transaction, or behind the last one.
    package func state(behind count: Int) -> StoreState {
        if count == 0 { return first }
        return latest.withLock { latest in
            if latest.count > count { latest = (0, first) }
            for operations in operations.dropFirst(latest.count).prefix(count - latest.count) {
                for operation in operations { _ = latest.state.apply(operation) }
            }
            latest.count = count
            return latest.state
        }
    }
}
