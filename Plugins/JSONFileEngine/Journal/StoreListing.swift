/// The numbered files of a folder at one moment.
package struct StoreListing: Sendable, Equatable {
    /// The numbers of the snapshots, the oldest first.
    package let snapshots: [Int]
    /// The numbers of the segments, the oldest first.
    package let segments: [Int]
    /// Whether there is a file that makes the folder a store.
    package let hasManifest: Bool
    /// Whether a replacement of the content has been decided on and is not complete.
    package let isBeingReplaced: Bool

    /// Looks at a folder.
    package init(_ folder: StoreFolder) throws(FileSystemError) {
        self.init(names: try folder.disk.names(in: folder.path))
    }

    /// Looks at the names in a folder.
    package init(names: [String]) {
        snapshots = names.compactMap(FileName.snapshotNumber).sorted()
        segments = names.compactMap(FileName.segmentNumber).sorted()
        hasManifest = names.contains(FileName.manifest)
        isBeingReplaced = names.contains(FileName.replacement)
    }

    /// Whether there is nothing of a store.
    package var isEmpty: Bool { snapshots.isEmpty && segments.isEmpty && !hasManifest && !isBeingReplaced }

    /// Makes sure that there is the file that makes a folder with others a store.
    ///
    /// - Throws: ``JSONFileStoreError`` of kind `corrupt` if it is missing.
    package func requireManifest() throws {
        if !hasManifest { throw Self.noManifest }
    }

    /// That there are files of a store, and not the one that makes the folder a store.
    static let noManifest = JSONFileStoreError.corrupt(
        FileName.manifest, "the file is missing, though there are others of a store")

    /// Makes sure that there is a segment behind the newest snapshot.
    ///
    /// It was begun before the snapshot was made, whose name tells that even where it is corrupt.
    ///
    /// - Throws: ``JSONFileStoreError`` of kind `corrupt` if it is missing.
    package func requireEnd() throws {
        guard let newest = snapshots.last, newest >= segments.last ?? 0 else { return }
        throw JSONFileStoreError.corrupt(FileName.segment(newest + 1), "the file is missing")
    }

    /// A file in the order of what it says.
    package enum File: Sendable, Equatable {
        case segment(Int)
        case snapshot(Int)

        /// The name of the file.
        package var name: String {
            switch self {
            case .segment(let first): FileName.segment(first)
            case .snapshot(let last): FileName.snapshot(last)
            }
        }
    }

    /// All numbered files, each snapshot behind the segments that it takes account of.
    package var files: [File] {
        let all = segments.map { (number: $0, rank: 0) } + snapshots.map { (number: $0, rank: 1) }
        return all.sorted { ($0.number, $0.rank) < ($1.number, $1.rank) }
            .map { $0.rank == 0 ? .segment($0.number) : .snapshot($0.number) }
    }

    /// The highest number that the name of a file tells.
    package var highestNumber: Int { max(snapshots.last ?? 0, segments.last ?? 0) }
}
