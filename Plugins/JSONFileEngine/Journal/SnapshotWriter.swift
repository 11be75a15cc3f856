import SCIM

/// Writes the whole state of a store into one file.
struct SnapshotWriter {
    /// A snapshot that was given up because the store is being closed.
    struct Abandoned: Error {}

    private static let checkInterval = 256
    private let types: [String]
    private let isAbandoned: () -> Bool
    private var number = 0
    private var previous: String
    private let header: [UInt8]

    /// Prepares a snapshot.
    ///
    /// - Parameters:
    ///   - position: The last line of the journal that the state takes account of.
    ///   - isAbandoned: Asked now and then whether the snapshot is still wanted.
    init(
        of store: String, at position: JournalPosition, layouts: [TypeLayout], isAbandoned: @escaping () -> Bool
    ) {
        types = layouts.map(\.type.name)
        self.isAbandoned = isAbandoned
        let header = FileHeader(.snapshot, store: store, number: position.number, previous: position.checksum).line()
        self.header = header.bytes
        previous = header.checksum.text
    }

    /// Writes everything, from the header to the line that marks the end.
    mutating func write(_ state: StoreState, to output: inout FileOutput) throws {
        try output.append(header)
        for (place, collection) in state.collections.enumerated() {
            try collection.resources.visit { stored in
                try write(stored, Operation.Address(type: place, id: stored.id), to: &output)
                return true
            }
        }
        try write(.end, to: &output)
    }

    private mutating func write(
        _ stored: StoredResource, _ address: Operation.Address, to output: inout FileOutput
    ) throws {
        if number % Self.checkInterval == 0, isAbandoned() { throw Abandoned() }
        try write(
            .transaction([
                .put(
                    Operation.Put(
                        address: address, version: stored.version, created: stored.created,
                        lastModified: stored.lastModified, attributes: stored.attributes))
            ]), to: &output)
        guard stored.hasMembers else { return }
        var part = Operation.MembersChange(
            address: address, version: stored.version, lastModified: stored.lastModified, delta: MemberDelta())
        try stored.members.visit { member in
            part.delta.added.append(member)
            guard part.delta.added.count == StoreLimits.membersPerOperation else { return }
            try write(part, to: &output)
            part.delta.added.removeAll(keepingCapacity: true)
        }
        if !part.delta.isEmpty { try write(part, to: &output) }
    }

    /// Writes members, in several lines if they are too long for one.
    private mutating func write(_ change: Operation.MembersChange, to output: inout FileOutput) throws {
        let members = change.delta.added
        let length = members.reduce(0) { $0 + ($1.id?.utf8.count ?? 0) + 256 }
        if length > StoreLimits.line / 2, members.count > 1 {
            for half in [members[..<(members.count / 2)], members[(members.count / 2)...]] {
                var part = change
                part.delta = MemberDelta(adding: Array(half))
                try write(part, to: &output)
            }
            return
        }
        try write(.transaction([.changeMembers(change)]), to: &output)
    }

    private mutating func write(_ content: JournalRecord.Content, to output: inout FileOutput) throws {
        number += 1
        var bytes: [UInt8] = []
        let link = JournalRecord.Link(number: number, previous: previous)
        previous = JournalRecord.write(content, to: &bytes, at: link, types: types).text
        try output.append(bytes)
    }
}
