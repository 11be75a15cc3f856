import Dispatch
public import RosterCore
import SCIM
import Synchronization

extension JSONFileStore: ChangeFeed {
    /// The position of the last line of the journal that was answered.
    public var position: Int { recent.withLock { $0.position } }

    /// The changes after a position, of the latest ones from memory, of earlier ones from the journal.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/gone`` for a position before the journal, which reaches back to the last snapshot but
    ///   one, or behind its end.
    public func changes(after position: Int, count: Int) async throws -> [StoreChange] {
        let (transactions, last, floor) = recent.withLock {
            ($0.transactions(after: position, count: count), $0.position, $0.floor)
        }
        guard position >= 0, position <= last else {
            throw SCIMError(.gone, "this store has not come to position \(position); it is at \(last)")
        }
        if let transactions { return transactions.map(\.change) }
        let found = try await withCheckedThrowingContinuation { continuation in
            historyQueue.async {
                continuation.resume(with: Result { try self.history(after: position, upTo: last, count: count) })
            }
        }
        if found.isEmpty, count > 0 { recent.withLock { $0.lower(floor, to: position) } }
        return found.map(\.change)
    }

    /// Waits for the next change, without asking for it again and again.
    public func waitForChange(after position: Int) async {
        let waiter = recent.withLock { $0.makeWaiter() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = recent.withLock { recent in
                    if recent.hasTransaction(after: position) || Task.isCancelled { return true }
                    recent.add(continuation, as: waiter)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            recent.withLock { $0.remove(waiter) }?.resume()
        }
    }

    private func history(after position: Int, upTo last: Int, count: Int) throws -> [Transaction] {
        let known = historyPlace.withLock { place in place.flatMap { $0.position <= position ? $0 : nil } }
        let journal = writer.withLock { $0.journal }
        let reader = HistoryReader(folder: journal.folder, store: journal.store, layouts: journal.layouts)
        var read = try? reader.transactions(after: position, upTo: last, count: count, from: known)
        if read == nil {
            // A snapshot may have taken the place of files between the look at the folder and at them.
            read = try reader.transactions(after: position, upTo: last, count: count, from: nil)
        }
        guard let (found, place) = read else {
            historyPlace.withLock { $0 = nil }
            throw SCIMError(.gone, "the changes after position \(position) are not kept any more; read everything anew")
        }
        historyPlace.withLock { $0 = place }
        return found
    }
}
