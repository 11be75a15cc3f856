package import RosterCore
package import SCIM

/// A transaction that has been carried out, with the batch that knows the states between which it lies.
package struct Transaction: Sendable {
    package let position: Int
    package let time: DateTime
    package let provenance: Provenance?
    /// The length of its line in the journal.
    let byteCount: Int
    let operations: [Operation]
    private let batch: TransactionBatch
    private let place: Int

    /// Describes the transaction at a place of a batch.
    package init(
        position: Int, time: DateTime, provenance: Provenance?, byteCount: Int, operations: [Operation],
        in batch: TransactionBatch, at place: Int = 0
    ) {
        self.position = position
        self.time = time
        self.provenance = provenance
        self.byteCount = byteCount
        self.operations = operations
        self.batch = batch
        self.place = place
    }

    /// The transaction as those see it who follow the store.
    ///
    /// Several operations on one resource are one entry. What a delta names and does not change is left out.
    package var change: StoreChange {
        let before = batch.state(behind: place), after = batch.state(behind: place + 1)
        var entries: [StoreChange.Entry] = []
        for operation in operations {
            let address = operation.address
            guard address.type < after.collections.count else { continue }
            let key = ResourceKey(after.collections[address.type].layout.type, ResourceID(address.id))
            let place = entries.firstIndex { $0.key == key } ?? entries.endIndex
            if place == entries.endIndex { entries.append(StoreChange.Entry(key: key)) }
            let old = before.stored(key)?.members ?? MemberList(), new = after.stored(key)?.members ?? MemberList()
            if operation.removesAllMembers {
                old.visit { member in
                    if let id = member.id, new.position(of: id) == nil {
                        entries[place].membersRemoved.append(ResourceID(id))
                    }
                }
            }
            guard case .changeMembers(let change) = operation else { continue }
            entries[place].membersRemoved += change.delta.removed.filter {
                old.position(of: $0) != nil && new.position(of: $0) == nil
            }.map { ResourceID($0) }
            entries[place].membersAdded += change.delta.added.compactMap(\.id).filter {
                old.position(of: $0) == nil && new.position(of: $0) != nil
            }.map { ResourceID($0) }
        }
        return StoreChange(
            position: position, time: time, provenance: provenance, resources: entries,
            before: StoreSnapshot(state: before), after: StoreSnapshot(state: after))
    }
}

extension Operation {
    /// Whether no member stays that was there.
    fileprivate var removesAllMembers: Bool {
        switch self {
        case .put: false
        case .delete: true
        case .changeMembers(let change): change.delta.removesAll
        }
    }
}
