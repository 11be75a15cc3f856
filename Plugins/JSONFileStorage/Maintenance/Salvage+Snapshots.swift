import JSONFileEngine
import RosterCore
import SCIM

extension Salvage {
    /// Finds out which store the folder is that of.
    mutating func identify(_ listing: StoreListing) throws {
        let votes = try folder.votes(listing)
        let most = votes.winner
        var named: String?
        if listing.hasManifest {
            do {
                named = try Manifest(in: folder).store
            } catch let error as JSONFileStoreError where error.kind == .corrupt {
                note(FileName.manifest, nil, "it is not what was written; the other files tell which store this is")
            } catch let error as FileSystemError where error.isUnreadable {
                note(FileName.manifest, nil, "\(error.unreadableReason); the other files tell which store this is")
            }
        } else {
            note(FileName.manifest, nil, "the file is missing; the other files tell which store this is")
        }
        if let named, let most, votes[named] ?? 0 < votes[most] ?? 0 {
            note(
                FileName.manifest, nil,
                "it is that of another store than \(votes[named] == nil ? "all" : "most of") the other files")
            store = most
            return
        }
        guard let store = named ?? most else {
            throw nothingSaved("no file in \(folder.path) tells which store this is")
        }
        self.store = store
    }

    /// What to say when there is nothing to begin with again.
    func nothingSaved(_ reason: String) -> JSONFileStoreError {
        let causes = findings.prefix(3).map { "; \($0)" }.joined()
        let isAside = (try? folder.disk.names(in: folder.path).contains(FileName.quarantine)) ?? false
        return JSONFileStoreError(
            .corrupt,
            "\(reason)\(causes). Nothing was changed. Put a backup in its place: roster backup restore"
                + (isAside ? "; what was put aside at any time is in \(folder.path(of: FileName.quarantine))" : ""))
    }

    private var snapshots: SnapshotReader { SnapshotReader(folder: folder, store: store, types: types) }

    /// Begins with a snapshot that is sound, or with nothing.
    mutating func begin(_ start: StoreReading.Start) throws {
        let reachesBack = files.first?.segment == 1
        if start == .oldest, reachesBack {
            isComplete = true
            return
        }
        let all = files.compactMap { file in file.snapshot.map { ($0, file.name) } }
        let numbers = all.map(\.0)
        let (found, problems) = try snapshots.first(
            of: start == .newest ? numbers.reversed() : numbers, named: Dictionary(all) { first, _ in first },
            layouts: layouts)
        for problem in problems { corrupt[problem.number] = problem.broken }
        if let found {
            (state, position, base, hasFound) = (found.state, found.position, found.position.number, true)
        }
        isComplete = found != nil || reachesBack
        if !isComplete {
            base = files.first.flatMap { file in file.snapshot ?? file.segment.map { $0 - 1 } }
        }
    }

    /// Takes in what a snapshot holds that comes next, if something before it is lost.
    ///
    /// - Parameters:
    ///   - number: The last line that it takes account of.
    ///   - name: The name that it has.
    ///   - quietly: Whether damage is left untold that makes no difference.
    mutating func takeSnapshot(_ number: Int, _ name: String, quietly: Bool) throws {
        // A number in the midst of a segment is no store's, and leads back.
        let isPassed = position.number > number
        if isPassed || isComplete && position.number == number {
            guard !quietly, let broken = corrupt[number] else { return }
            return note(
                name, nil,
                "\(broken.place): \(broken.reason); "
                    + (isPassed ? "it is left out" : "the files before it hold everything it held"))
        }
        if corrupt[number] == nil {
            let (found, problems) = try snapshots.first(of: [number], named: [number: name], layouts: layouts)
            if let found {
                noteLoss(upTo: number + 1, name, nil)
                wholeFrom = number + 1
                (state, position, isComplete, knowsEnd, hasFound) = (found.state, found.position, true, true, true)
                writers = [:]
                return
            }
            corrupt[number] = problems.first?.broken
        }
        let lines = try SnapshotSalvage(
            of: number, named: name, in: folder, store: store, types: types, layouts: layouts)
        findings += lines.findings
        if lines.isForeign || lines.savedLines == 0 { return }
        merge(lines)
    }

    /// Puts the lines of a corrupt snapshot in the place of what came before, which fills in for lines that are lost.
    private mutating func merge(_ lines: SnapshotSalvage) {
        var next = lines.state
        var older: [(address: Operation.Address, stored: StoredResource)] = []
        for place in state.collections.indices {
            for stored in state.resources(at: place) {
                let address = Operation.Address(type: place, id: stored.id)
                if next.stored(address) == nil { older.append((address, stored)) }
            }
        }
        // Whatever was written behind the last line that is lost has not been deleted since.
        let isWhole = lines.number == position.number && wholeFrom <= position.number
        for (address, stored) in older where isWhole && writers[address] ?? 0 >= max(1, wholeFrom) {
            next.add(stored, at: address)
        }
        let certain = older.count { next.stored($0.address) != nil }
        older.removeAll { next.stored($0.address) != nil }
        writers = [:]
        if !older.isEmpty, lines.lostLines != 0 {
            // Each that is lost stood in a line of its own; of more than these some have been deleted.
            let isLikely = lines.lostLines.map { older.count + certain <= $0 } ?? true
            if isLikely {
                for (address, stored) in older {
                    next.add(stored, at: address)
                    writers[address] = -1
                }
            }
            let named = older.prefix(10).map(\.address.id.quotedForDisplay).joined(separator: ", ")
            note(
                lines.name, nil,
                "of what the files before it hold up to n=\(position.number) it does not name \(older.count) as far as it can be "
                    + "read: \(named)\(older.count > 10 ? ", …" : ""); "
                    + (isLikely
                        ? "kept as the files before it have them, though deleted or changed they may be"
                        : "left out, for that is more than lines are lost, so some have been deleted"))
        }
        state = next
        wholeFrom = lines.number + 1
        position = JournalPosition(number: lines.number, checksum: lines.journalChecksum ?? "")
        knowsEnd = lines.journalChecksum != nil
        isComplete = lines.lostLines == 0
        hasFound = hasFound || isComplete || lines.savedTransactions > 0
    }
}
