import SCIM

/// Puts a snapshot in the place of the journal up to a line, while the journal goes on behind it.
package struct Compaction: Sendable {
    /// The folder of the store.
    package let folder: StoreFolder
    /// The identity of the store.
    package let store: String
    /// The types of the store.
    package let layouts: [TypeLayout]
    /// The state after the line.
    package let state: StoreState
    /// The line.
    package let position: JournalPosition
    /// The bytes of the journal that the snapshot takes account of.
    let journalBytes: Int
    /// Files that are broken on the disk.
    package let corrupt: Set<String>

    /// When lines must have been written to be kept beyond what a start needs; `nil` if none is.
    let wantedSince: DateTime?

    /// What is there afterwards.
    package struct Outcome {
        /// The length of the new snapshot in bytes.
        package let length: Int
        /// The numbers of all snapshots, the oldest first.
        package let snapshots: [Int]
    }

    /// Writes the snapshot, reads it again, and only then deletes what it makes superfluous.
    ///
    /// - Parameter isAbandoned: Asked now and then whether the snapshot is still wanted.
    package func run(isAbandoned: @escaping () -> Bool) throws -> Outcome {
        let name = FileName.snapshot(position.number)
        if corrupt.contains(name) { _ = try? folder.keepCopy(of: name) }
        var writer = SnapshotWriter(of: store, at: position, layouts: layouts, isAbandoned: isAbandoned)
        let (file, length) = try folder.make(name) { try writer.write(state, to: &$0) }
        folder.disk.close(file)
        try verify()
        try setCorruptAside()
        try Retention(folder: folder, wantedSince: wantedSince).deleteSuperfluous()
        return Outcome(length: length, snapshots: try StoreListing(folder).snapshots)
    }

    private func verify() throws {
        let reader = SnapshotReader(folder: folder, store: store, types: TypePlaces(layouts))
        do {
            let found = try reader.read(position.number) { _ in true }.position
            guard found == position else { throw SnapshotReader.Broken(place: "byte 0", reason: "another position") }
        } catch let problem as SnapshotReader.Broken {
            let name = FileName.snapshot(position.number)
            throw JSONFileStoreError(
                .inputOutput,
                "\(name): \(problem.place): \(problem.reason), though it has just been written\(JSONFileStoreError.restart)"
            )
        }
    }

    /// Puts away what is broken, and everything that is of no use without it.
    private func setCorruptAside() throws {
        guard !corrupt.isEmpty else { return }
        // Across a segment that is broken nothing leads on from what came before it.
        let gap = corrupt.compactMap(FileName.segmentNumber).filter { $0 <= position.number }.max() ?? 0
        for name in try folder.disk.names(in: folder.path) {
            let isUseless: Bool
            if let segment = FileName.segmentNumber(name) {
                isUseless = segment <= gap
            } else if let snapshot = FileName.snapshotNumber(name) {
                isUseless = (snapshot < gap || corrupt.contains(name)) && snapshot < position.number
            } else {
                isUseless = false
            }
            if isUseless { _ = try folder.setAside(name) }
        }
    }
}
