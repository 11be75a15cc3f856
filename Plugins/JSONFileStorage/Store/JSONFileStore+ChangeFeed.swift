import JSONFileEngine
public import RosterCore

extension JSONFileStore: ChangeFeed {
    /// The position of the last line of the journal that was answered and is on the disk.
    public var position: Int { engine.history.position }

    /// The changes after a position, of the latest ones from memory, of earlier ones from the journal.
    ///
    /// - Throws: ``SCIM/SCIMError/Code/gone`` for a position before the journal, which reaches back to the last snapshot but
    ///   one and as far as the history is kept, or behind its end.
    public func changes(after position: Int, count: Int) async throws -> [StoreChange] {
        try await engine.history.changes(after: position, count: count)
    }

    /// Waits for the next change, without asking for it again and again.
    public func waitForChange(after position: Int) async { await engine.history.waitForChange(after: position) }
}
