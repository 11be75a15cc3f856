import SCIM

extension Writer {
    /// Begins the next segment where the current one has become long, and a snapshot where the journal has.
    ///
    /// - Parameters:
    ///   - force: Whether a snapshot is to be made however short the journal is.
    ///   - corrupt: Files that are corrupt on the disk, for which a snapshot makes good.
    /// - Returns: The work to do on another thread; `nil` if there is none.
    /// - Throws: ``FileSystemError`` if there is no room for a segment; the current one goes on then.
    package mutating func rotate(force: Bool = false, corrupt: Set<String> = []) throws -> Compaction? {
        guard failure == nil, !isClosed else { return nil }
        let isDue = journalBytes > max(options.compactionBytes, 2 * snapshotBytes, compactionFloor)
        let compacts = (isDue || force) && !isCompacting
        guard compacts || journal.length > max(options.segmentBytes, segmentFloor) else { return nil }
        do {
            clock.beginDiskCall()
            defer { clock.endDiskCall() }
            try journal.rotate(renewing: corrupt.contains(FileName.segment(journal.first)))
        } catch let error as FileSystemError where error.isPassing {
            postponeCompaction()
            throw error
        } catch {
            stop(error)
            return nil
        }
        guard compacts else { return nil }
        isCompacting = true
        return Compaction(
            folder: journal.folder, store: journal.store, layouts: journal.layouts, state: state,
            position: journal.position, journalBytes: journalBytes, corrupt: corrupt,
            wantedSince: options.history.map {
                DateTime(millisecondsSinceEpoch: now.millisecondsSinceEpoch - $0.components.seconds * 1_000)
            })
    }

    /// Takes note of how a snapshot ended.
    ///
    /// - Throws: What ended it, if the store goes on all the same.
    package mutating func end(_ compaction: Compaction, _ result: Result<Compaction.Outcome, any Error>) throws {
        isCompacting = false
        switch result {
        case .success(let outcome):
            snapshotBytes = outcome.length
            snapshots = outcome.snapshots
            journalBytes -= compaction.journalBytes
            compactionFloor = 0
            if compaction.corrupt.contains(FileName.manifest) {
                do { try renewManifest() } catch { stop(error) }
            }
        case .failure(is SnapshotWriter.Abandoned):
            break
        case .failure(let error as FileSystemError) where error.isPassing:
            postponeCompaction()
            throw error
        case .failure(let error):
            stop(error)
        }
    }

    /// Waits for the journal to grow before room for a new file is looked for again.
    private mutating func postponeCompaction() {
        compactionFloor = journalBytes + options.compactionBytes / 4
        segmentFloor = journal.length + options.segmentBytes / 4
    }
}
