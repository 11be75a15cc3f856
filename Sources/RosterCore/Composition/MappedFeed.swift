import SCIM

/// The changes of a store of records, told as those of the resources that the records stand for.
public struct MappedFeed: ChangeFeed {
    private let base: any ChangeFeed
    private let records: RecordTypes

    /// Shows the changes of a store through a mapper, as ``MappedStore`` shows the store.
    public init(_ base: any ChangeFeed, records: RecordTypes) {
        self.base = base
        self.records = records
    }

    /// The position of the inner store.
    public var position: Int { get async throws { try await base.position } }

    /// The changes of the inner store.
    public func changes(after position: Int, count: Int) async throws -> [StoreChange] {
        try await base.changes(after: position, count: count).map { change in
            var shown = change
            shown.before = MappedStore(change.before, records: records)
            shown.after = MappedStore(change.after, records: records)
            for place in shown.resources.indices {
                let key = shown.resources[place].key
                shown.resources[place].key = ResourceKey(records.resourceType(of: key.type), key.id)
            }
            return shown
        }
    }

    /// Waits for the inner store.
    public func waitForChange(after position: Int) async { await base.waitForChange(after: position) }
}
