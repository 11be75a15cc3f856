import JSONFileEngine
import RosterCore
import SCIM

/// Collects what became of a few resources while the journal is read, and keeps no more than is wanted.
struct HistoryCollector {
    /// How many names of a resource are kept.
    private static let names = 10

    private let layouts: [TypeLayout]
    private let addresses: [Operation.Address]
    private let places: [Operation.Address: Int]
    private let limit: Int
    private var history = StoreHistory()
    private var first: Int?
    private var last: Int?

    /// Prepares to collect.
    ///
    /// - Parameter limit: How many changes are kept, the latest.
    init(_ addresses: [Operation.Address], layouts: [TypeLayout], limit: Int) {
        self.addresses = addresses
        self.layouts = layouts
        self.limit = limit
        places = Dictionary(addresses.enumerated().map { ($1, $0) }) { first, _ in first }
        history.subjects = addresses.map { address in
            StoreHistory.Subject(type: layouts[address.type].type.name, id: ResourceID(address.id))
        }
    }

    /// What has been collected, when everything is read.
    ///
    /// - Parameters:
    ///   - state: What there is at the end.
    ///   - base: The snapshot that the reading began with; `nil` for the beginning.
    ///   - end: The last number of which there is anything.
    func result(_ state: StoreState, from base: Int?, upTo end: Int) -> StoreHistory {
        var collector = self
        collector.noteNames(in: state)
        var history = collector.history
        history.entries = Array(history.entries.suffix(limit))
        let start = base ?? 0
        history.earliestPosition = start
        history.lost =
            Self.gap(between: start, and: first ?? end + 1) + history.lost
            + Self.gap(between: last ?? end, and: end + 1)
        for (place, address) in addresses.enumerated() {
            history.subjects[place].isDeleted = state.stored(address) == nil
        }
        return history
    }

    /// Takes a line of the journal in.
    mutating func take(_ record: JournalRecord, _ before: StoreState, _ after: StoreState) {
        // What there was at first, and what came in lines that are lost.
        if last.map({ $0 + 1 }) != record.number { noteNames(in: before) }
        if let last { history.lost += Self.gap(between: last, and: record.number) }
        first = first ?? record.number
        last = record.number
        guard case .transaction(let operations) = record.content else { return }
        history.earliestTime = history.earliestTime ?? record.time
        let touched = Set(operations.map(\.address))
        let holders = touched.filter { $0.type < layouts.count && layouts[$0.type].holdsMembers }
            .sorted { ($0.type, $0.id) < ($1.type, $1.id) }
        // Nearly all transactions concern nobody that is looked for.
        guard !holders.isEmpty || touched.contains(where: { places[$0] != nil }) else { return }
        for (place, address) in addresses.enumerated() {
            var entry = HistoryEntry(
                position: record.number, time: record.time, provenance: record.provenance,
                type: history.subjects[place].type, id: history.subjects[place].id, event: .regrouped)
            for holder in holders { note(holder, of: address, before, after, in: &entry) }
            if touched.contains(address) { describe(address, record, operations, before, after, in: &entry) }
            guard entry.event != .regrouped || entry.groupsJoined.count + entry.groupsLeft.count > 0 else { continue }
            append(entry)
            history.subjects[place].changes += 1
            note(name(of: after.stored(address), at: address), at: place)
        }
    }

    /// The numbers that are missing between two.
    private static func gap(between last: Int, and next: Int) -> [ClosedRange<Int>] {
        next > last + 1 ? [last + 1...next - 1] : []
    }

    private mutating func noteNames(in state: StoreState) {
        for (place, address) in addresses.enumerated() {
            note(name(of: state.stored(address), at: address), at: place)
        }
    }

    private mutating func note(_ name: String?, at place: Int) {
        guard let name, history.subjects[place].names.last != name else { return }
        history.subjects[place].names.append(name)
        if history.subjects[place].names.count > Self.names { history.subjects[place].names.removeFirst() }
    }

    private mutating func append(_ entry: HistoryEntry) {
        history.entries.append(entry)
        // To forget many at a time moves the others less often.
        if history.entries.count / 2 >= limit { history.entries.removeFirst(history.entries.count - limit) }
    }
}

extension HistoryCollector {
    /// Notes that a group has taken a resource in or has let it go.
    private func note(
        _ holder: Operation.Address, of address: Operation.Address, _ before: StoreState, _ after: StoreState,
        in entry: inout HistoryEntry
    ) {
        let old = before.stored(holder), new = after.stored(holder)
        let wasIn = old?.members.position(of: address.id) != nil
        let isIn = new?.members.position(of: address.id) != nil
        let name = name(of: new ?? old, at: holder)
        if isIn, !wasIn { entry.groupsJoined.add(ResourceID(holder.id), name: name) }
        if wasIn, !isIn { entry.groupsLeft.add(ResourceID(holder.id), name: name) }
    }

    /// Describes what a transaction did to a resource itself.
    private func describe(
        _ address: Operation.Address, _ record: JournalRecord, _ operations: [Operation], _ before: StoreState,
        _ after: StoreState, in entry: inout HistoryEntry
    ) {
        let old = before.stored(address), new = after.stored(address)
        guard let new else {
            entry.event = .deleted
            old?.members.visit { member in
                if let id = member.id { entry.membersRemoved.add(ResourceID(id), name: name(of: id, before)) }
            }
            return
        }
        entry.event = old == nil ? .created : .changed
        entry.attributes = AttributeDifference.all(
            from: old?.attributes.attributes ?? Attributes(), to: new.attributes.attributes,
            of: layouts[address.type].type)
        let transaction = Transaction(
            position: record.number, time: record.time ?? DateTime(millisecondsSinceEpoch: 0),
            provenance: record.provenance, byteCount: 0, operations: operations.filter { $0.address == address },
            in: TransactionBatch(before: before, after: after))
        for change in transaction.change.resources {
            for id in change.membersAdded { entry.membersAdded.add(id, name: name(of: id.text, after)) }
            for id in change.membersRemoved { entry.membersRemoved.add(id, name: name(of: id.text, before)) }
        }
    }

    private func name(of id: String, _ state: StoreState) -> String? {
        layouts.indices.lazy.compactMap { place in
            state.collections[place][id].map { layouts[place].name(of: $0) }
        }.first ?? nil
    }

    private func name(of stored: StoredResource?, at address: Operation.Address) -> String? {
        stored.flatMap { layouts[address.type].name(of: $0) }
    }
}
