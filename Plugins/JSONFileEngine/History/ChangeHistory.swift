import Dispatch
package import RosterCore
import SCIM
import Synchronization

/// The changes of a store, for those who follow it: the latest ones from memory, earlier ones from the files.
package final class ChangeHistory: Sendable {
    private let recent: Mutex<RecentHistory>
    /// The changes before those, as far as somebody reads them, and the thread that reads them.
    private let earlier = Mutex(EarlierHistory())
    private let queue = DispatchQueue(label: "roster.store.history")
    private let reader: HistoryReader

    /// Begins at the last line of a journal.
    init(after position: Int, reader: HistoryReader) {
        recent = Mutex(RecentHistory(after: position))
        self.reader = reader
    }

    /// The position of the last line of the journal that was answered and is on the disk.
    package var position: Int { window.end }

    /// The latest changes.
    var window: TransactionWindow { recent.withLock { $0.window } }

    /// Takes in what was committed.
    ///
    /// - Parameter isAhead: Whether the disk does not have it yet; then nobody is told before ``settle()``.
    func append(_ transactions: [Transaction], isAhead: Bool) {
        for waiter in recent.withLock({ $0.append(transactions, isAhead: isAhead) }) { waiter.resume() }
    }

    /// Tells those who wait of what is on the disk by now.
    func settle() {
        for waiter in recent.withLock({ $0.settle() }) { waiter.resume() }
    }

    /// The changes after a position, of the latest ones from memory, of earlier ones from the journal.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/gone`` for a position before the journal, which reaches back to the last snapshot but
    ///   one and as far as the history is kept, or behind its end.
    package func changes(after position: Int, count: Int) async throws -> [StoreChange] {
        let (transactions, last, floor) = recent.withLock {
            ($0.window.transactions(after: position, count: count), $0.window.end, $0.window.floor)
        }
        guard position >= 0, position <= last else {
            throw SCIMError(.gone, "this store has not come to position \(position); it is at \(last)")
        }
        if let transactions { return transactions.map(\.change) }
        let found = try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(with: Result { try self.read(after: position, upTo: last, count: count) })
            }
        }
        if found.isEmpty, count > 0 { recent.withLock { $0.lower(floor, to: position) } }
        return found.map(\.change)
    }

    /// Waits for the next change, without asking for it again and again.
    package func waitForChange(after position: Int) async {
        let waiter = recent.withLock { $0.makeWaiter() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = recent.withLock { recent in
                    if recent.window.hasTransaction(after: position) || Task.isCancelled { return true }
                    recent.add(continuation, as: waiter)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            recent.withLock { $0.remove(waiter) }?.resume()
        }
    }

    private func read(after position: Int, upTo last: Int, count: Int) throws -> [Transaction] {
        let found = try earlier.withLock { earlier in
            do {
                return try earlier.transactions(after: position, upTo: last, count: count, with: reader)
            } catch {
                // A snapshot may have taken the place of files between the look at the folder and at them.
                earlier.forget()
                return try earlier.transactions(after: position, upTo: last, count: count, with: reader)
            }
        }
        forgetEarlierSoon()
        guard let found else {
            throw SCIMError(.gone, "the changes after position \(position) are no longer kept: resync")
        }
        return found
    }

    /// Lets go of states of earlier times when nobody has asked for them for a while.
    private func forgetEarlierSoon() {
        let readings = earlier.withLock { earlier -> Int? in
            defer { earlier.isWatched = true }
            return earlier.isWatched ? nil : earlier.readings
        }
        guard let readings else { return }
        queue.asyncAfter(deadline: .now() + .seconds(30)) { [weak self] in
            let isOver = self?.earlier.withLock { earlier in
                earlier.isWatched = false
                if earlier.readings == readings { earlier.forget() }
                return earlier.readings == readings
            }
            if isOver == false { self?.forgetEarlierSoon() }
        }
    }
}
